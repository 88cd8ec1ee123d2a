import { useEffect, useRef, useState } from 'react'
import { parse, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'

interface LiveChartProps {
  readonly spec: object
  readonly altText: string
}

/** The chart of the picture, alive: a pointer shows the values. Drawn without code from strings, as the policy asks. */
export default function LiveChart({ spec, altText }: LiveChartProps) {
  const stage = useRef<HTMLDivElement>(null)
  const tip = useRef<HTMLDivElement>(null)
  const [trouble, setTrouble] = useState<string | null>(null)

  useEffect(() => {
    const [container, bubble] = [stage.current, tip.current]
    if (!container || !bubble) return
    let view: View | null = null
    try {
      const compiled = compile(spec as TopLevelSpec).spec
      view = new View(parse(compiled, undefined, { ast: true }), {
        container,
        // As SVG it scales with the window, and the pointer still finds the marks.
        renderer: 'svg',
        hover: true,
        expr: expressionInterpreter,
        loader: NOTHING_TO_LOAD,
        tooltip: (_handler, event, _item, value: unknown) => showTip(bubble, container, event, value),
      })
      void show(view, container).catch(() => setTrouble(FAILED))
    } catch {
      setTrouble(FAILED)
    }
    return () => {
      view?.finalize()
      container.replaceChildren()
    }
  }, [spec])

  return (
    <div className="live-chart">
      <div ref={stage} role="img" aria-label={altText} />
      <div ref={tip} className="tip" hidden />
      {trouble !== null && <p className="card-note">{trouble}</p>}
    </div>
  )
}

const FAILED = 'The chart could not be drawn here.'

async function show(view: View, container: HTMLElement): Promise<void> {
  await view.runAsync()
  const drawing = container.querySelector('svg')
  if (!drawing) return
  drawing.setAttribute('viewBox', `0 0 ${drawing.getAttribute('width')} ${drawing.getAttribute('height')}`)
  drawing.removeAttribute('width')
  drawing.removeAttribute('height')
}

const refuse = (): Promise<never> => Promise.reject(new Error('a chart loads nothing'))
const NOTHING_TO_LOAD = { load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {} }

/** Text only: labels come from data. */
function showTip(bubble: HTMLElement, container: HTMLElement, event: MouseEvent, value: unknown): void {
  const lines = linesOf(value)
  bubble.hidden = lines.length === 0
  if (lines.length === 0) return
  bubble.replaceChildren(
    ...lines.map(([name, text]) => {
      const line = document.createElement('p')
      const label = document.createElement('span')
      label.textContent = name
      line.append(label, text)
      return line
    }),
  )
  const box = container.getBoundingClientRect()
  const left = Math.min(event.clientX - box.left + 14, box.width - bubble.offsetWidth - 4)
  bubble.style.left = `${Math.max(0, left)}px`
  bubble.style.top = `${event.clientY - box.top + 14}px`
}

function linesOf(value: unknown): [string, string][] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value === 'object') return Object.entries(value).map(([name, each]) => [name, String(each)])
  return [['', typeof value === 'string' ? value : JSON.stringify(value)]]
}
