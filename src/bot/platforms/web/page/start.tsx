interface StartProps {
  readonly suggestions: readonly string[]
  readonly isReady: boolean
  readonly onAsk: (text: string) => void
}

/** What an empty conversation shows. */
export function Start({ suggestions, isReady, onAsk }: StartProps) {
  return (
    <section className="start" aria-labelledby="greeting">
      <h2 id="greeting">What would you like to know?</h2>
      <p className="start-lead">
        Ask about your business in plain words. Every answer says how it was understood, from which data and how fresh.
      </p>
      {suggestions.length > 0 && (
        <>
          <h3 className="start-try">Questions that work here</h3>
          <ul className="start-questions">
            {suggestions.map((question) => (
              <li key={question}>
                <button type="button" onClick={() => onAsk(question)}>
                  <span>{question}</span>
                  <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M3 8h9M8.5 4.5L12 8l-3.5 3.5" />
                  </svg>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {!isReady && <p className="sr-only">Loading…</p>}
    </section>
  )
}
