import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'

interface ComposerProps {
  readonly ref: RefObject<HTMLTextAreaElement | null>
  /** Earlier questions, for the arrow keys. */
  readonly asked: readonly string[]
  readonly onAsk: (text: string) => void
}

/** Where questions are typed: Enter sends, Shift+Enter breaks the line, the arrow keys recall earlier questions. */
export function Composer({ ref, asked, onAsk }: ComposerProps) {
  const [text, setText] = useState('')
  /** How far back in `asked` the shown text is from; 0: what is being typed. */
  const [back, setBack] = useState(0)
  const typed = useRef('')

  useEffect(() => {
    if (hasKeyboard()) ref.current?.focus()
  }, [ref])
  useLayoutEffect(() => {
    const area = ref.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`
  }, [text, ref])

  function send() {
    if (text.trim() === '') return
    onAsk(text.trim())
    setText('')
    setBack(0)
    typed.current = ''
    if (!hasKeyboard()) ref.current?.blur()
  }

  function recall(steps: number) {
    if (back === 0) typed.current = text
    setBack(steps)
    setText(steps === 0 ? typed.current : (asked.at(-steps) ?? ''))
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return
    const { selectionStart, selectionEnd, value } = event.currentTarget
    const isAtStart = selectionStart === 0 && selectionEnd === 0
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'ArrowUp' && (isAtStart || (back > 0 && !value.includes('\n'))) && back < asked.length) {
      event.preventDefault()
      recall(back + 1)
    } else if (event.key === 'ArrowDown' && back > 0 && !value.includes('\n')) {
      event.preventDefault()
      recall(back - 1)
    }
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="composer-box">
        <label className="sr-only" htmlFor="question">
          Your question
        </label>
        <textarea
          id="question"
          ref={ref}
          rows={1}
          value={text}
          placeholder="Ask a question"
          enterKeyHint="send"
          onChange={({ target }) => {
            setText(target.value)
            setBack(0)
          }}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="send" aria-label="Send" disabled={text.trim() === ''}>
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M10 16V4.5M5 9l5-5 5 5" />
          </svg>
        </button>
      </div>
    </form>
  )
}

/** A phone would cover half the page with its keyboard as long as the text has the focus. */
function hasKeyboard(): boolean {
  return matchMedia('(pointer: fine)').matches
}
