import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'

interface MenuProps<Choice> {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly onChoose: (choice: Choice) => void
}

/** A button that shows some more; Escape, a choice or a click elsewhere closes it. Nothing where there is nothing to choose. */
export function Menu<Choice extends { readonly label: string }>({ label, choices, onChoose }: MenuProps<Choice>) {
  const [isOpen, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useId()

  useEffect(() => {
    if (!isOpen) return
    const close = ({ target }: Event) => {
      if (!place.current?.contains(target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusin', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusin', close)
    }
  }, [isOpen])

  if (choices.length === 0) return null
  const onKey = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || !isOpen) return
    setOpen(false)
    button.current?.focus()
  }
  return (
    <div className="menu" ref={place} onKeyDown={onKey}>
      <button
        type="button"
        className="chip"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={list}
        onClick={() => setOpen(!isOpen)}
      >
        {label} <span aria-hidden="true">▾</span>
      </button>
      <div className="menu-choices" id={list} role="group" aria-label={label} hidden={!isOpen}>
        {choices.map((choice) => (
          <button
            type="button"
            key={choice.label}
            onClick={() => {
              setOpen(false)
              button.current?.focus()
              onChoose(choice)
            }}
          >
            {choice.label}
          </button>
        ))}
      </div>
    </div>
  )
}
