/** Until when an alert is muted, in words: "for 2 hours", "until tomorrow", "until it recovers". */
import { Temporal } from 'temporal-polyfill'
import { monthNames, weekdayNames } from '../words/en.ts'
import type { MuteEnd } from './command.ts'
import { amountsOf, pattern, type Hit, type Matcher } from './pieces.ts'

/** Whose clock it is said by. */
export interface Wall {
  readonly now: Date
  readonly zone: string
}

/** Where a mute "until tomorrow" ends: the hour at which people are back. */
const morning = 8

const weekday = [...weekdayNames.keys()].join('|')
const month = [...monthNames.keys()].join('|')
const at = '(?:(?: (?:at|from|by))? §S(?: o clock)?)?'

const ends: readonly (readonly [RegExp, (hit: Hit, now: Temporal.ZonedDateTime) => MuteEnd | null])[] = [
  [
    pattern('(?:for|over)(?: the)?(?: next| coming)? (?:§S|(?<unit>(?:an? )?(?:hour|day|week|minute)))(?: or so)?|§S'),
    (hit, now) => {
      const [amount] = amountsOf(hit)
      const unit = hit.groups['unit']?.split(' ').at(-1)
      const ms =
        amount?.ms ?? (unit ? { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }[unit] : undefined)
      return ms === undefined || ms === null || ms <= 0 ? null : moment(now.add({ milliseconds: ms }))
    },
  ],
  [
    pattern(`(?:until|till|til|up to) (?:the )?tomorrow(?: (?:morning|(?<noon>noon)))?${at}`),
    (hit, now) => atClock(now.add({ days: 1 }), hit, hit.groups['noon'] ? 12 : morning),
  ],
  [
    pattern(
      'for (?:the rest of )?(?:the day|today)|(?:for )?today|(?:until|till) (?:the )?(?:end of (?:the |this )?day|midnight|day s end)|for the rest of (?:the |this )?day',
    ),
    (_, now) => moment(now.add({ days: 1 }).startOfDay()),
  ],
  [
    pattern(
      '(?:until|till) (?:the )?next week|for the rest of (?:the |this )?week|for this week|(?:until|till) (?:the )?end of (?:the |this )?week',
    ),
    (_, now) => moment(now.add({ days: 8 - now.dayOfWeek }).withPlainTime({ hour: morning })),
  ],
  [
    pattern(`(?:until|till|til) (?:the )?(?:next |this |coming )?(?<weekday>${weekday})(?: morning)?${at}`),
    (hit, now) => {
      const wanted = weekdayNames.get(hit.groups['weekday']!)!
      return atClock(now.add({ days: ((wanted - now.dayOfWeek + 6) % 7) + 1 }), hit, morning)
    },
  ],
  [
    pattern(`(?:until|till|til) (?:the )?(?:§S (?:of )?(?<month>${month})|(?<first>${month}) §S)`),
    (hit, now) => {
      const [amount] = amountsOf(hit)
      const number = monthNames.get(hit.groups['month'] ?? hit.groups['first'] ?? '')
      if (!amount || !number || !Number.isInteger(amount.value) || amount.value < 1 || amount.value > 31) return null
      return onDay({ month: number, day: amount.value }, now)
    },
  ],
  [
    pattern('(?:until|till|til) (?<date>\\d{4}-\\d{1,2}-\\d{1,2})'),
    (hit, now) => {
      const [year, monthOf, day] = hit.groups['date']!.split('-').map(Number)
      return onDay({ year: year!, month: monthOf!, day: day! }, now)
    },
  ],
  [
    pattern('(?:until|till|til) (?:(?<noon>noon)|§S(?: o clock)?)(?: today)?'),
    (hit, now) => {
      const [amount] = amountsOf(hit)
      const clock = amount?.clock ?? null
      if (clock === null) return null
      const on = now.withPlainTime({ hour: Math.floor(clock / 60) % 24, minute: clock % 60 })
      return moment(Temporal.ZonedDateTime.compare(on, now) > 0 ? on : on.add({ days: 1 }))
    },
  ],
  [
    pattern(
      '(?:until|till|til|unless) (?:(?:it|this|that|things?|everything|all|the incident|the alert|values?) )?(?:recovers?|is over|are over|ends|is normal(?: again)?|are normal(?: again)?|is back to normal|are back to normal|(?:is|gets) resolved|is fixed|normali[sz]es?|is ok|is okay|settles|calms down|recovery)(?: again)?',
    ),
    () => ({ kind: 'recovery' }),
  ],
  [
    pattern(
      'forever|for ever|for good|indefinitely|permanently|for now|(?:until|till) (?:further notice|i say(?: so| otherwise)?|i unmute (?:it|this|that)|unmuted|somebody unmutes it|we say otherwise|i say so)',
    ),
    () => ({ kind: 'unmuted' }),
  ],
]

/** The end that begins at a piece and goes on to the last; null when it is none. */
export function muteEndAt(matcher: Matcher, index: number, last: number, { now, zone }: Wall): MuteEnd | null {
  const moment = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  for (const [source, make] of ends) {
    const hit = matcher.at(source, index)
    const end = hit && hit.to === last ? make(hit, moment) : null
    if (end) return end
  }
  return null
}

function moment(at: Temporal.ZonedDateTime): MuteEnd {
  return { kind: 'at', at: new Date(at.epochMilliseconds).toISOString() }
}

function atClock(day: Temporal.ZonedDateTime, hit: Hit, hour: number): MuteEnd | null {
  const [amount] = amountsOf(hit)
  if (amount && amount.clock === null) return null
  const clock = amount?.clock ?? hour * 60
  return moment(day.withPlainTime({ hour: Math.floor(clock / 60) % 24, minute: clock % 60 }))
}

/** The next such day; a year that is said counts, and one that is past is none. */
function onDay(
  { year, month: of, day }: { readonly year?: number; readonly month: number; readonly day: number },
  now: Temporal.ZonedDateTime,
): MuteEnd | null {
  const on = (in_: number) => {
    try {
      return Temporal.PlainDate.from({ year: in_, month: of, day }, { overflow: 'reject' }).toZonedDateTime({
        timeZone: now.timeZoneId,
        plainTime: { hour: morning },
      })
    } catch (error) {
      if (error instanceof RangeError) return null
      throw error
    }
  }
  const found = on(year ?? now.year)
  if (found && Temporal.ZonedDateTime.compare(found, now) > 0) return moment(found)
  const next = year === undefined ? on(now.year + 1) : null
  return next && moment(next)
}
