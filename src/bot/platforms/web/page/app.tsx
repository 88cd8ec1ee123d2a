import { useCallback, useEffect, useRef, useState } from 'react'
import type { FormKpi } from '../../../../nlq/rules/form.ts'
import type { AlertFormOffer, Hello } from '../wire.ts'
import { AlertForm } from './alert-form.tsx'
import { alertForm, causeIncident, hasToken, hello, rememberToken } from './api.ts'
import { Composer } from './composer.tsx'
import { Conversation } from './conversation.tsx'
import { Header } from './header.tsx'
import { SignIn } from './sign-in.tsx'
import { Start } from './start.tsx'
import { useChat } from './use-chat.ts'

/** The whole page: who asks, the conversation, and where to type. */
export function App() {
  const [as, setAs] = useState<string | null>(() => sessionStorage.getItem('tidings.as'))
  const { greeting, refresh } = useHello(as)
  const chat = useChat(as)
  const composer = useRef<HTMLTextAreaElement>(null)
  const [caused, setCaused] = useState<string | null>(null)
  const form = useAlertForm(as)

  const tryRole = useCallback((role: string | null) => {
    if (role === null) sessionStorage.removeItem('tidings.as')
    else sessionStorage.setItem('tidings.as', role)
    setAs(role)
  }, [])
  const begin = useCallback(() => {
    chat.begin()
    composer.current?.focus()
  }, [chat.begin])
  const signIn = useCallback(
    (token: string) => {
      rememberToken(token)
      refresh()
      chat.reconnect()
    },
    [chat.reconnect, refresh],
  )

  useEffect(() => {
    // A role of an earlier visit that is not offered any more.
    const offered = greeting.kind === 'known' ? greeting.hello.roles : greeting.kind === 'failed' ? [] : null
    if (as !== null && offered && !offered.some(({ name }) => name === as)) tryRole(null)
  }, [as, greeting, tryRole])

  useEffect(() => {
    const isBack = chat.connection === 'open' && greeting.kind === 'failed'
    const isUnknown = chat.connection === 'signed_out' && greeting.kind !== 'signed_out'
    if (isBack || isUnknown) refresh()
    // Only when the connection changes: a greeting that fails while it is open is not tried for ever.
  }, [chat.connection, refresh])

  if (greeting.kind === 'signed_out') return <SignIn onToken={signIn} again={greeting.again} />
  const known = greeting.kind === 'known' ? greeting.hello : null
  const isEmpty = chat.turns.length === 0
  return (
    <div className={isEmpty ? 'page page-empty' : 'page'}>
      <Header
        roles={known?.roles ?? []}
        as={as}
        onRole={tryRole}
        onBegin={isEmpty ? null : begin}
        onAlert={known?.hasAlertForm ? form.open : null}
        incidents={known?.incidents ?? []}
        onIncident={(name) => {
          causeIncident(name).then(setCaused, (error: unknown) => setCaused((error as Error).message))
        }}
      />
      {caused !== null && (
        <p className="banner banner-news" role="status">
          {caused}
        </p>
      )}
      {form.news !== null && (
        <p className="banner banner-news" role="status">
          {form.news}
        </p>
      )}
      {chat.connection === 'reconnecting' && (
        <p className="banner" role="status">
          The connection is gone. Trying to get it back…
        </p>
      )}
      {greeting.kind === 'failed' && isEmpty && chat.connection !== 'reconnecting' && (
        <p className="banner" role="status">
          {greeting.because}
        </p>
      )}
      <main className="stage">
        {isEmpty ? (
          <Start suggestions={known?.suggestions ?? []} isReady={known !== null} onAsk={chat.say} />
        ) : (
          <Conversation turns={chat.turns} roles={known?.roles ?? []} chat={chat} />
        )}
      </main>
      {form.kpis && <AlertForm kpis={form.kpis} onPropose={chat.say} onClose={form.close} />}
      <Composer ref={composer} asked={chat.asked} onAsk={chat.say} />
    </div>
  )
}

/** What the form for alerts offers, asked for when it is opened. `news`: what to tell while it is not there. */
function useAlertForm(as: string | null) {
  const [kpis, setKpis] = useState<readonly FormKpi[] | null>(null)
  const [news, setNews] = useState<string | null>(null)
  const open = useCallback(() => {
    setNews('Looking up what can be watched…')
    const show = ({ kpis: offered }: AlertFormOffer) => {
      setNews(offered.length === 0 ? 'There is nothing here that an alert could be about.' : null)
      setKpis(offered.length === 0 ? null : offered)
    }
    alertForm(as).then(show, (error: unknown) => setNews((error as Error).message))
  }, [as])
  const close = useCallback(() => setKpis(null), [])
  return { kpis, news, open, close }
}

type Greeting =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'known'; readonly hello: Hello }
  | { readonly kind: 'signed_out'; readonly again: boolean }
  | { readonly kind: 'failed'; readonly because: string }

function useHello(as: string | null): { greeting: Greeting; refresh: () => void } {
  const [greeting, setGreeting] = useState<Greeting>({ kind: 'waiting' })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let isCurrent = true
    hello(as).then(
      (found) =>
        isCurrent && setGreeting(found ? { kind: 'known', hello: found } : { kind: 'signed_out', again: hasToken() }),
      (error: unknown) => isCurrent && setGreeting({ kind: 'failed', because: (error as Error).message }),
    )
    return () => {
      isCurrent = false
    }
  }, [as, attempt])
  return { greeting, refresh: useCallback(() => setAttempt((count) => count + 1), []) }
}
