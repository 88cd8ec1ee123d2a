/** What Tidings listens to in Slack, and what becomes of it. */
import type { App, Context } from '@slack/bolt'
import { parsePlace, type Person, type Place } from '../../../analytics/place.ts'
import { within } from '../../../analytics/within.ts'
import type { ChatMessage } from '../../message.ts'
import { ACTIONS, actionPattern, CALLBACKS } from './blocks/actions.ts'
import { parseFeedback } from './blocks/feedback.ts'
import { parseVerdict } from './blocks/press-value.ts'
import { clickIn, fromClick, fromOffer, fromPress, fromShortcut, fromSlash } from './interact.ts'
import { fromPost, type Self, type Translated } from './translate.ts'
import { words } from './words.ts'

const notInTime = 'not written to the inbox within the time that Slack waits'

/** What somebody thinks of a reply. */
export interface Verdict {
  /** Key of the reply. */
  readonly reply: string
  readonly person: Person
  readonly verdict: 'good' | 'bad'
  readonly wrong: string | null
  readonly expected: string | null
}

interface Parts {
  /** Slack waits three seconds for an acknowledgement. */
  readonly ackWithinMs: number
  /** Resolves once the message cannot be lost any more. */
  readonly hear: (message: ChatMessage) => Promise<unknown>
  /** Whether Tidings takes part in the thread that the message was said in. */
  readonly isInOurThread: (message: ChatMessage) => Promise<boolean>
  /** Resolves once it is kept. */
  readonly judged: (verdict: Verdict) => Promise<void>
  /** Asks what was wrong. */
  readonly askWhatWasWrong: (about: { key: string; place: Place; trigger: string }) => void
  readonly thank: (person: Person, place: Place) => void
  readonly openedHome: (person: Person) => void
  readonly openedMessages: (person: Person, channel: string) => void
  readonly removed: (workspace: string, at: Date) => Promise<void>
}

/** Registers every listener. Bolt acknowledges when they resolve: then what was said is kept. */
export function listen(app: App, parts: Parts): void {
  const { hear, judged, ackWithinMs } = parts
  // Later Slack sends it again, whatever we answer.
  const inTime = <Result>(work: Promise<Result>) => within(ackWithinMs, () => work, notInTime)

  async function hearPost(translated: Translated | null): Promise<void> {
    if (!translated) return
    const { message, onlyInOurThread } = translated
    if (onlyInOurThread && !(await parts.isInOurThread(message))) return
    await hear(message)
  }

  app.event('message', ({ event, context }) => inTime(hearPost(fromPost(event, selfIn(context)))))
  app.event('app_mention', ({ event, context }) => inTime(hearPost(fromPost(event, selfIn(context)))))

  app.command('/kpi', async ({ body, context, ack, logger }) => {
    const message = fromSlash(body, selfIn(context), new Date())
    try {
      if (message) await inTime(hear(message))
      await ack()
    } catch (error) {
      // Slack does not send commands again: whoever typed it has to.
      logger.warn('command not taken', error)
      await ack({ response_type: 'ephemeral', text: words.notTaken })
    }
  })

  app.shortcut('explain_number', async ({ body, context, ack }) => {
    const message = fromShortcut(body, selfIn(context), new Date())
    if (message) await inTime(hear(message))
    await ack()
  })

  for (const action of [ACTIONS.press, ACTIONS.pick] as const)
    app.action(actionPattern(action), async ({ body, context, ack }) => {
      const message = fromPress(body, selfIn(context), new Date())
      if (message) await inTime(hear(message))
      await ack()
    })

  app.action(actionPattern(ACTIONS.ask), async ({ body, context, ack }) => {
    const message = fromOffer(body, selfIn(context), new Date())
    if (message) await inTime(hear(message))
    await ack()
  })

  app.action(actionPattern(ACTIONS.feedback), async ({ body, context, ack }) => {
    const click = clickIn(body)
    const verdict = parseVerdict(click?.value)
    const where = fromClick(body, { kind: 'words', text: '' }, selfIn(context), new Date())
    if (click && verdict && where) {
      const { key, isGood } = verdict
      const kept = judged({
        reply: key,
        person: where.author,
        verdict: isGood ? 'good' : 'bad',
        wrong: null,
        expected: null,
      })
      if (!isGood) parts.askWhatWasWrong({ key, place: where.place, trigger: click.triggerId })
      await inTime(kept)
      // Who may vouch for the answer is asked whether they do; nobody else is told anything.
      const said = { kind: 'press', reply: key, press: { kind: 'good' } } as const
      if (isGood) await inTime(hear({ ...where, said, isOverheard: true }))
    }
    await ack()
  })

  app.view(CALLBACKS.feedback, async ({ body, view, context, ack, logger }) => {
    const complaint = parseFeedback(view)
    const place = complaint && parsePlace(complaint.place)
    if (!complaint || !place) return ack()
    const { key, wrong, expected } = complaint
    if (wrong === '') return ack({ response_action: 'errors', errors: { wrong: words.feedbackEmpty } })
    const { team_id, id } = body.user
    const person = { platform: 'slack', workspace: team_id ?? selfIn(context).team, user: id }
    try {
      await inTime(judged({ reply: key, person, verdict: 'bad', wrong, expected }))
    } catch (error) {
      logger.warn('feedback not kept', error)
      return ack({ response_action: 'errors', errors: { wrong: words.feedbackNotKept } })
    }
    await ack()
    parts.thank(person, place)
  })

  app.event('app_home_opened', async ({ event, context }) => {
    const person = { platform: 'slack', workspace: selfIn(context).team, user: event.user }
    if (event.tab === 'messages') parts.openedMessages(person, event.channel)
    else parts.openedHome(person)
  })

  // Which channel somebody looks at is none of our business; the event comes along with the agent view.
  app.event('app_context_changed', async () => {})

  app.event('app_uninstalled', ({ context, body }) =>
    inTime(parts.removed(selfIn(context).team, momentOf(body.event_time))),
  )
  app.event('tokens_revoked', async ({ event, context, body }) => {
    if ((event.tokens.bot ?? []).length > 0)
      await inTime(parts.removed(selfIn(context).team, momentOf(body.event_time)))
  })
}

/** As `authorize` put it there. */
function selfIn({ teamId, botUserId, botId }: Context): Self {
  return { team: teamId ?? '', botUser: botUserId ?? '', botId: botId ?? null }
}

function momentOf(seconds: number): Date {
  // Slack tells whole seconds, and an installation in the same second was before.
  return new Date((seconds + 1) * 1000)
}
