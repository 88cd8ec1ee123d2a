/** What is done with alerts, in one plain sentence. */
import { Temporal } from 'temporal-polyfill'
import type { Catalog } from '../../analytics/catalog.ts'
import type { WatchedSlice } from '../../analytics/live/rule.ts'
import { momentInWords } from '../../analytics/words/dates.ts'
import { lowerFirst } from '../../analytics/words/letters.ts'
import type { AlertCommand, MuteEnd, RuleChange, SaidCondition, Which } from './command.ts'
import { durationInWords } from './understood.ts'

/** "Mute alert 3 until 2026-11-22 08:00." */
export function commandInWords(command: Exclude<AlertCommand, { kind: 'make' }>, catalog: Catalog): string {
  switch (command.kind) {
    case 'list':
      return command.kpi === null ? 'List the alerts.' : `List the alerts on ${labelOf(command.kpi, catalog)}.`
    case 'fatigue':
      return 'Say how the alerts are doing.'
    case 'mute':
      return `Mute ${whichInWords(command.which, catalog)}${untilInWords(command.until, catalog)}.`
    case 'unmute':
      return `Unmute ${whichInWords(command.which, catalog)}.`
    case 'end':
      return `End ${whichInWords(command.which, catalog)}.`
    case 'change':
      return `Change ${whichInWords(command.which, catalog)}: ${changeInWords(command.change)}.`
  }
}

function whichInWords(which: Which, catalog: Catalog): string {
  switch (which.by) {
    case 'it':
      return 'the alert spoken of last'
    case 'number':
      return `alert ${which.number}`
    case 'name':
      return `alert ${which.id}`
    case 'kpi':
      return `the alert on ${labelOf(which.kpi, catalog)}${which.slice === null ? '' : sliceInWords(which.slice)}`
  }
}

function untilInWords(until: MuteEnd, { timezone }: Catalog): string {
  switch (until.kind) {
    case 'at':
      return ` until ${momentInWords(Temporal.Instant.from(until.at).toZonedDateTimeISO(timezone).toPlainDateTime().toString())}`
    case 'recovery':
      return ' until it recovers'
    case 'unmuted':
      return ' until somebody unmutes it'
  }
}

/** What a change says, part by part. */
function changeInWords({ parts, when, minimumChange, bar }: RuleChange): string {
  const said: string[] = []
  if (bar) said.push(`to ${bar.said}`)
  if (when) said.push(`when it ${conditionInWords(when)}`)
  if (parts.slice) said.push(parts.slice.kind === 'whole' ? 'overall' : sliceInWords(parts.slice).trim())
  if (parts.grain) said.push(`per ${parts.grain}`)
  if (parts.buckets) said.push(`in ${parts.buckets.n} of ${parts.buckets.of}`)
  if (parts.minimumDurationMs !== undefined) said.push(`for at least ${durationInWords(parts.minimumDurationMs)}`)
  if (parts.minimumVolume !== undefined) said.push(`with a volume of at least ${parts.minimumVolume}`)
  if (minimumChange) said.push(`changes below ${minimumChange.by.said} are nothing`)
  if (parts.severity) said.push(`rated ${parts.severity}`)
  if (parts.quiet) said.push(`quiet from ${parts.quiet.from} to ${parts.quiet.to}`)
  if (parts.quiet === null) said.push('no quiet hours')
  if (parts.coolDownMs !== undefined) said.push(`after it ends, nothing new for ${durationInWords(parts.coolDownMs)}`)
  if (parts.tell)
    said.push(
      `tell ${{ here: 'this channel', asker: 'me', channel: '' }[parts.tell.to] || ('said' in parts.tell ? parts.tell.said : '')}`,
    )
  return said.join('; ')
}

function conditionInWords(condition: SaidCondition): string {
  switch (condition.kind) {
    case 'anomaly':
      return {
        up: 'is unusually high',
        down: 'is unusually low',
        either: 'is unusual',
        bad: 'is unusual for the worse',
      }[condition.direction]
    case 'bound':
      return `is ${condition.orEqual ? `${condition.than.said} or ${condition.side === 'above' ? 'more' : 'less'}` : `${condition.side} ${condition.than.said}`}`
    case 'outside':
    case 'between':
      return `is ${condition.kind} ${condition.low.said} ${condition.kind === 'between' ? 'and' : 'to'} ${condition.high.said}`
    case 'change': {
      const side = { down: 'below', up: 'above', either: 'off' }[condition.direction]
      const against = {
        normal: 'normal',
        previous: 'the bucket before',
        day: 'the day before',
        week: 'the week before',
      }
      return `is ${condition.by.said} or more ${side} ${against[condition.against]}`
    }
    case 'silent':
      return `has no data for ${durationInWords(condition.forMs)}`
    case 'all':
    case 'any':
      return condition.of.map(conditionInWords).join(condition.kind === 'all' ? ' and ' : ' or ')
  }
}

function sliceInWords(slice: WatchedSlice): string {
  switch (slice.kind) {
    case 'whole':
      return ''
    case 'each':
      return ` in any ${slice.dimension.replaceAll('_', ' ')}`
    case 'members':
      return ` in ${Object.values(slice.members).join(' and ')}`
  }
}

function labelOf(kpi: string, catalog: Catalog): string {
  return lowerFirst(catalog.kpis.get(kpi)?.label ?? kpi)
}
