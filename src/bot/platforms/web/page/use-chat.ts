import { useCallback, useEffect, useMemo, useReducer, useState } from 'react'
import type { StreamLine, WireMessage, WireSaid } from '../wire.ts'
import type { WayOn } from '../../../reply.ts'
import { post } from './api.ts'
import { follow, type Connection } from './follow.ts'
import { NO_TURNS, takeTurn, type Turn, type TurnEvent, type Turns } from './turns.ts'

const CONVERSATION = 'tidings.conversation'

export interface Chat {
  readonly turns: readonly Turn[]
  readonly connection: Connection
  /** What this person asked in words, oldest first. */
  readonly asked: readonly string[]
  readonly ask: (said: WireSaid) => void
  readonly say: (text: string) => void
  readonly press: (way: WayOn) => void
  /** Sends a message again that the server did not take. */
  readonly resend: (turn: Turn) => void
  /** Leaves this conversation for a new one. */
  readonly begin: () => void
  readonly reconnect: () => void
}

/** One conversation of this browser tab; a reload comes back to it. */
export function useChat(as: string | null): Chat {
  const [conversation, setConversation] = useState(() => sessionStorage.getItem(CONVERSATION) ?? beginNew())
  const [connection, setConnection] = useState<Connection>('connecting')
  const [attempt, setAttempt] = useState(0)
  const [state, dispatch] = useReducer(reduce, NO_TURNS)

  useEffect(() => {
    const seen = { lastEventId: null }
    const news = { lastEventId: null }
    const hearNews = (line: StreamLine) => line.kind === 'reply' && dispatch({ ...line, isNews: true })
    let leaving = new AbortController()
    // A browser opens six connections to a host: a tab that nobody looks at gives its own back.
    const watch = () => {
      leaving.abort()
      if (document.hidden) return
      leaving = new AbortController()
      void follow(`/api/conversations/${conversation}/events`, seen, dispatch, setConnection, leaving.signal)
      void follow('/api/alerts/events', news, hearNews, () => {}, leaving.signal)
    }
    watch()
    document.addEventListener('visibilitychange', watch)
    return () => {
      document.removeEventListener('visibilitychange', watch)
      leaving.abort()
    }
  }, [conversation, attempt])

  const send = useCallback(
    async (message: WireMessage) => {
      const id = `${conversation}.${message.id}`
      dispatch({ kind: 'sending', id, message })
      try {
        await post(conversation, message)
      } catch (error) {
        dispatch({ kind: 'unsent', id, trouble: (error as Error).message })
      }
    },
    [conversation],
  )
  const ask = useCallback(
    (said: WireSaid) => {
      const role = as === null ? {} : { as }
      void send({ id: crypto.randomUUID(), said, locale: navigator.language, ...role })
    },
    [as, send],
  )
  const say = useCallback((text: string) => ask({ kind: 'words', text }), [ask])
  const press = useCallback(
    (way: WayOn) => {
      if (way.kind === 'words') ask({ kind: 'words', text: way.text, label: way.label.slice(0, 300) })
      else ask({ kind: 'query', query: way.query, label: way.label })
    },
    [ask],
  )
  const resend = useCallback((turn: Turn) => turn.message && void send(turn.message), [send])
  const begin = useCallback(() => {
    setConversation(beginNew())
    dispatch('forget')
  }, [])
  const reconnect = useCallback(() => setAttempt((count) => count + 1), [])
  const asked = useMemo(
    () => state.turns.flatMap(({ said }) => (said?.kind === 'words' ? [said.text] : [])),
    [state.turns],
  )
  return { turns: state.turns, connection, asked, ask, say, press, resend, begin, reconnect }
}

function reduce(before: Turns, event: TurnEvent | 'forget'): Turns {
  return event === 'forget' ? NO_TURNS : takeTurn(before, event)
}

function beginNew(): string {
  const id = crypto.randomUUID()
  sessionStorage.setItem(CONVERSATION, id)
  return id
}
