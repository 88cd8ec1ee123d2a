import { useState, type FormEvent } from 'react'
import { Mark } from './header.tsx'

/** Asks for a token when the server wants to know who is here. `again`: the last one was not accepted. */
export function SignIn({ onToken, again }: { readonly onToken: (token: string) => void; readonly again: boolean }) {
  const [token, setToken] = useState('')
  function submit(event: FormEvent) {
    event.preventDefault()
    if (token.trim() !== '') onToken(token.trim())
  }
  return (
    <main className="sign-in">
      <h1 className="wordmark">
        <Mark />
        Tidings
      </h1>
      <form onSubmit={submit}>
        <label htmlFor="token">Your token</label>
        <input
          id="token"
          type="password"
          autoComplete="current-password"
          autoFocus
          value={token}
          aria-describedby="token-help"
          onChange={({ target }) => setToken(target.value)}
        />
        <button type="submit" className="primary-button">
          Sign in
        </button>
        <p id="token-help" role={again ? 'alert' : undefined}>
          {again && <strong>This token is not known here. </strong>}
          Whoever runs Tidings makes one for you with <code>tidings token create</code>. It is kept in this tab only.
        </p>
      </form>
    </main>
  )
}
