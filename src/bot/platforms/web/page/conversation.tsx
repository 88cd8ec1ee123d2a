import { useEffect, useRef, useState } from 'react'
import type { RoleChoice } from '../wire.ts'
import { AlertCard } from './alert-card.tsx'
import { AnswerCard } from './answer-card.tsx'
import { isShown, textOf, type Turn } from './turns.ts'
import type { Chat } from './use-chat.ts'

interface ConversationProps {
  readonly turns: readonly Turn[]
  readonly roles: readonly RoleChoice[]
  readonly chat: Chat
}

/** What was asked and answered, oldest first; the newest question is kept in sight. */
export function Conversation({ turns: all, roles, chat }: ConversationProps) {
  const turns = all.filter(isShown)
  const last = turns.at(-1)
  return (
    <>
      <ol className="turns" aria-label="Conversation">
        {turns.map((turn) => (
          <TurnItem key={turn.id} turn={turn} roles={roles} chat={chat} isLast={turn === last} />
        ))}
      </ol>
      <p className="sr-only" role="status">
        {last && announcement(last)}
      </p>
    </>
  )
}

interface TurnItemProps {
  readonly turn: Turn
  readonly roles: readonly RoleChoice[]
  readonly chat: Chat
  readonly isLast: boolean
}

function TurnItem({ turn, roles, chat, isLast }: TurnItemProps) {
  const item = useRef<HTMLLIElement>(null)
  const cards = turn.cards.length
  useEffect(() => {
    const place = item.current
    if (!isLast || !place) return
    // Who scrolled away to read something else is left there when the answer comes.
    if (cards === 0 || place.getBoundingClientRect().top < window.innerHeight) place.scrollIntoView({ block: 'start' })
    // Who pressed a button is taken along to the answer; who types, or reads elsewhere, stays.
    const at = document.activeElement
    if (cards > 0 && turn.said && (at === document.body || at?.matches('.chip'))) {
      place.querySelector<HTMLElement>('.card-headline')?.focus({ preventScroll: true })
    }
  }, [isLast, cards])

  const role = roles.find(({ name }) => name === turn.as)?.label ?? turn.as
  return (
    <li className="turn" ref={item}>
      {turn.said && (
        <div className="question">
          <p>
            <span className="sr-only">You asked: </span>
            {shortened(textOf(turn.said))}
          </p>
          {role !== null && <p className="question-as">seen as {role}</p>}
        </div>
      )}
      {turn.cards.map(({ key, isNews, reply }) =>
        reply.alert ? (
          <AlertCard
            key={key}
            reply={reply}
            alert={reply.alert}
            onAct={({ act, label }) => chat.ask({ kind: 'press', reply: key, act, label, isInFeed: isNews })}
            onPress={chat.press}
          />
        ) : (
          <AnswerCard
            key={key}
            reply={reply}
            said={turn.said}
            onPress={chat.press}
            onAsk={chat.ask}
            onVerify={reply.isTheirsToVerify ? (label) => chat.ask({ kind: 'verify', reply: key, label }) : null}
          />
        ),
      )}
      {(turn.state === 'working' || turn.state === 'sending') && turn.cards.length === 0 && <Working />}
      {turn.state === 'unsent' && (
        <Trouble text={`Not sent. ${turn.trouble ?? ''}`} action="Send again" onAction={() => chat.resend(turn)} />
      )}
      {(turn.state === 'failed' || (turn.state === 'done' && turn.cards.length === 0)) && (
        <Trouble
          text={turn.trouble ?? 'Nothing came back for this.'}
          action="Ask again"
          onAction={() => turn.said && chat.ask(turn.said)}
        />
      )}
    </li>
  )
}

/** The server got all of it; nobody reads more than this of it here. */
function shortened(text: string): string {
  return text.length > 1000 ? `${text.slice(0, 600)}… (${text.length.toLocaleString()} characters)` : text
}

function Working() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((count) => count + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className="working">
      <span className="working-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      Working on it{seconds > 2 && ` · ${seconds} s`}
    </div>
  )
}

function Trouble({ text, action, onAction }: { text: string; action: string; onAction: () => void }) {
  return (
    <div className="card card-failed" role="alert">
      <p>{text}</p>
      <button type="button" className="chip" onClick={onAction}>
        {action}
      </button>
    </div>
  )
}

function announcement(turn: Turn): string {
  const card = turn.cards.at(-1)
  if (card) return card.reply.headline
  return turn.state === 'working' || turn.state === 'sending' ? 'Working on it' : ''
}
