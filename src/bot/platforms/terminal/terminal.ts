/** The terminal as a platform: questions come from the command line or a batch, replies are printed. */
import { createHash, randomUUID } from 'node:crypto'
import { localOwner, type Place } from '../../../analytics/place.ts'
import { alertSaid } from '../../alert-said.ts'
import { alertsFeed } from '../../alerts-feed.ts'
import type { AskResult } from '../../ask-result.ts'
import type { AlertAct, Asked, Said } from '../../message.ts'
import type { Hear, Platform } from '../../platform.ts'
import type { Reply } from '../../reply.ts'
import { legible } from '../../replies/legible.ts'
import { plainTable } from '../../replies/plain-table.ts'

/** One question from the command line. */
export interface Asking {
  /** Given back with the answer; of a batch line. */
  readonly id: string | number | null
  /** Words, or a choice that was offered. */
  readonly question: string | Choice
  /** Questions of one name are one conversation; without it each stands alone. */
  readonly thread: string | null
  readonly now: Date
  readonly actAs: string | null
  readonly planner: string | null
  readonly locale: string
}

type Choice = AskResult['choices'][number]

export interface Terminal extends Platform {
  /** Prints an alert that is told to all, or what became of it. Once a key. */
  tell(told: { readonly key: string; readonly reply: Reply }): void
  /** Asks and prints; resolves with the reply once it is written. */
  say(asking: Asking): Promise<Reply>
}

export interface TerminalOptions {
  /** `json`: one AskResult a line. `people`: words and a table. */
  readonly form: 'people' | 'json'
  /** Whether the caller wants the chart drawn. */
  readonly showsPictures: boolean
  readonly write: (text: string) => void
}

export function createTerminal({ form, showsPictures, write }: TerminalOptions): Terminal {
  let hear: Hear | null = null
  const waiting = new Map<string, { asking: Asking; done: (reply: Reply) => void }>()
  const sent = new Set<string>()
  const hearing = new Set<Promise<unknown>>()
  /** Alerts by their numbers, from 1 on, and whether one of them was printed last. */
  const alerts: ToldAlert[] = []
  let isAlertLast = false
  let last: ToldAlert | null = null

  function print(reply: Reply, key: string, feed: Place | null, id: Asking['id'] = null): void {
    const shown = legible(reply)
    isAlertLast = shown.alert !== undefined
    if (shown.alert) {
      const { incident } = shown.alert
      const known = alerts.findIndex((each) => each.incident === incident)
      const number = known < 0 ? alerts.length + 1 : known + 1
      const facts = [shown.headline, ...shown.alert.lines].join('\n')
      const isOld = known >= 0 && alerts[known]!.facts === facts
      last = { incident, key, feed, facts }
      alerts[number - 1] = last
      if (form === 'json') write(`${JSON.stringify({ ...reply.result, id, alert: reply.alert })}\n`)
      // What was read before is not read again for what somebody did.
      else write(alertForPeople(shown, number, isOld))
    } else write(form === 'json' ? `${JSON.stringify({ ...reply.result, id })}\n` : forPeople(shown))
  }

  /** "Ack" is of the alert printed last, "ack 2" of the second; "why" after an answer is of the answer. */
  function meant(asking: Asking): Said {
    const spoken = typeof asking.question === 'string' ? alertSaid(asking.question) : null
    if (!spoken) return saidOf(asking)
    const isOfAnswer = !isAlertLast && (spoken.act === 'why' || spoken.act === 'open')
    const alert = spoken.number === null ? (isOfAnswer ? null : last) : alerts[spoken.number - 1]
    if (!alert) return saidOf(asking)
    const press = { kind: 'alert', act: spoken.act, isSpoken: true } as const
    return { kind: 'press', reply: alert.key, press, ...(alert.feed && { feed: alert.feed }) }
  }

  return {
    name: 'terminal',
    pictures: showsPictures ? 'with words' : 'none',
    async start(listener) {
      hear = listener
    },
    async say(asking) {
      if (!hear) throw new Error('the terminal was not started')
      const id = randomUUID()
      const replied = new Promise<Reply>((done) => waiting.set(id, { asking, done }))
      const taken = hear({
        id: `terminal:${id}`,
        place: {
          platform: 'terminal',
          workspace: 'local',
          conversation: asking.thread === null ? id : conversationOf(asking.thread),
          thread: null,
        },
        author: localOwner,
        audience: 'asker',
        askedAt: asking.now,
        said: meant(asking),
        ...(asking.actAs ? { actAs: asking.actAs } : {}),
        locale: asking.locale,
      })
      hearing.add(taken)
      const heard = await taken.finally(() => hearing.delete(taken))
      // Without a reply after the work is done there will be none: it is logged why.
      const failed = heard.answered.then((isAnswered) => {
        if (!isAnswered) throw new Error('the question could not be answered')
        return replied
      })
      return Promise.race([replied, failed])
    },
    async send({ key, content: { reply } }) {
      if (sent.has(key)) return { kind: 'already_sent' }
      sent.add(key)
      const id = key.slice(key.indexOf('terminal:') + 'terminal:'.length)
      const asked = waiting.get(id)
      waiting.delete(id)
      const given = asked?.asking.id ?? null
      print(reply, key, null, given)
      asked?.done({ ...reply, result: { ...reply.result, id: given } })
      return { kind: 'sent', messageId: id }
    },
    tell({ key, reply }) {
      if (sent.has(key)) return
      sent.add(key)
      print(reply, key, alertsFeed)
    },
    // It prints what is told in the feed.
    newsOf: () => alertsFeed,
    async health() {
      return null
    },
    async stop() {
      hear = null
      await Promise.allSettled(hearing)
    },
  }
}

/** `feed`: where it is told to all; null: it stands in this conversation. */
interface ToldAlert {
  readonly incident: string
  readonly key: string
  readonly feed: Place | null
  /** What was printed of it, but for what people did. */
  readonly facts: string
}

function saidOf({ question, planner }: Asking): Asked {
  if (typeof question === 'string') return { kind: 'words', text: question, ...(planner ? { planner } : {}) }
  return { kind: 'query', query: question.query, label: question.label }
}

/** A place's name is short and plain; a thread's is whatever somebody likes. */
function conversationOf(thread: string): string {
  return createHash('sha256').update(thread).digest('hex').slice(0, 32)
}

/** Words first, then the table, then where it comes from and what could be asked next. */
function forPeople(reply: Reply): string {
  const { result } = reply
  const parts = [result.kind === 'answer' ? reply.headline : result.text]
  const several = result.rows.length > 1 || result.columns.length > 2
  if (result.kind === 'answer' && several) parts.push(tableOf(reply))
  if (result.kind === 'answer') parts.push(...besideOf(reply))
  if (result.choices.length > 0)
    parts.push(result.choices.map((choice, index) => `  ${index + 1}. ${choice.label}`).join('\n'))
  if (result.understood) parts.push(`Understood as: ${result.understood}`)
  if (reply.provenance) parts.push(reply.provenance)
  return `${parts.join('\n')}\n`
}

/** The words of an answer that are neither its finding nor its rows nor where it comes from. */
function besideOf({ headline, provenance, result }: Reply): readonly string[] {
  const shown = new Set(['', headline, result.understood, provenance])
  return result.text.split('\n').filter((line) => !shown.has(line) && !/^[•…] /.test(line))
}

/** With its number, and the words that do something with it; of one whose facts were read, what people did. */
function alertForPeople({ headline, alert }: Reply, number: number, isOld: boolean): string {
  const { kind, state, lines, small, offers } = alert!
  const words = [...offers.map(({ act }) => actWords[act]), actWords.open]
  const say = `Say: ${words.join(' · ')}; or with its number: ${words[0]} ${number}`
  const shown = [...state, ...(isOld ? [] : [...lines, small, say])]
  return `${[`[${number}] ${kind}: ${headline}`, ...shown.map((each) => `    ${each}`)].join('\n')}\n`
}

/** As `alertSaid` reads them. */
const actWords: Readonly<Record<AlertAct, string>> = {
  acknowledge: 'ack',
  snooze_1h: 'snooze 1h',
  snooze_tomorrow: 'snooze until tomorrow',
  snooze_recovers: 'snooze until it recovers',
  unsnooze: 'unsnooze',
  mute: 'mute',
  unmute: 'unmute',
  useful: 'useful',
  not_useful: 'not useful',
  take_back: 'undo',
  why: 'why',
  open: 'open',
}

function tableOf(reply: Reply): string {
  const { columns } = reply.result
  return plainTable(
    columns.map((column) => column.label),
    columns.map((column) => (column.type === 'number' ? 'right' : 'left')),
    reply.table,
  )
}
