import { useId, useState } from 'react'
import type { WayOn } from '../../../reply.ts'
import type { WireReply, WireSaid } from '../wire.ts'
import { toCsv } from './csv.ts'
import { ChartDialog, Picture } from './picture.tsx'
import { SqlPanel } from './sql-panel.tsx'
import { Table } from './table.tsx'
import { Ways } from './ways.tsx'

interface AnswerCardProps {
  readonly reply: WireReply
  readonly said: WireSaid | null
  readonly onPress: (way: WayOn) => void
  readonly onAsk: (said: WireSaid) => void
  /** Vouches for it; null: the reader may not. */
  readonly onVerify: ((label: string) => void) | null
}

type Panel = 'table' | 'sql'

/** One reply: the finding first, then its picture, then everything that lets a reader check it and go on. */
export function AnswerCard({ reply, said, onPress, onAsk, onVerify }: AnswerCardProps) {
  const { result, headline, pictureMissing, provenance, ways, understood, commentary, unverifiedSql } = reply
  const { chart } = result
  // A table or a number in the page is better than the picture of one.
  const isBare = chart?.kind === 'number' && result.rows.length === 1 && result.columns.length === 1
  const picture = chart?.kind === 'table' || isBare ? null : reply.picture
  const isFigures = result.rows.length === 1 && picture === null && result.columns.length > 0
  const hasTable = result.rows.length > 0
  // What nobody checked is read before it is run, and beside what came of it.
  const [open, setOpen] = useState<readonly Panel[]>([
    ...(picture === null && hasTable && !isFigures ? (['table'] as const) : []),
    ...(unverifiedSql === null ? [] : (['sql'] as const)),
  ])
  const [isExploring, setIsExploring] = useState(false)
  const id = useId()
  const toggle = (panel: Panel) =>
    setOpen((now) => (now.includes(panel) ? now.filter((each) => each !== panel) : [...now, panel]))
  // A command's reply is words alone, and all of them are its headline.
  const [title] = headline.split('\n')
  const notes = wordsBeside(reply, title ?? '')

  return (
    <article
      className={`card card-${result.kind}${unverifiedSql === null ? '' : ' card-unverified'}`}
      aria-labelledby={`${id}-headline`}
    >
      <h2 className="card-headline" id={`${id}-headline`} tabIndex={-1}>
        {title}
      </h2>
      <Marks marks={reply.marks} />
      <Words lines={notes} />
      {isFigures && <Figures reply={reply} />}
      {picture && <Picture picture={picture} spec={chart?.spec ?? null} onOpen={() => setIsExploring(true)} />}
      {chart && isExploring && (
        <ChartDialog spec={chart.spec} altText={chart.altText} onClose={() => setIsExploring(false)} />
      )}
      {commentary && (
        <div className="commentary">
          <p className="commentary-label">{commentary.label}</p>
          <p>{commentary.text}</p>
        </div>
      )}
      {pictureMissing !== null && !isBare && <p className="card-note">{pictureMissing}</p>}
      {(hasTable || result.sql !== null) && (
        <div className="tools">
          {picture && chart && (
            <button type="button" aria-haspopup="dialog" onClick={() => setIsExploring(true)}>
              Explore chart
            </button>
          )}
          {hasTable && (
            <button
              type="button"
              aria-expanded={open.includes('table')}
              aria-controls={`${id}-table`}
              onClick={() => toggle('table')}
            >
              Table
            </button>
          )}
          {result.sql !== null && (
            <button
              type="button"
              aria-expanded={open.includes('sql')}
              aria-controls={`${id}-sql`}
              onClick={() => toggle('sql')}
            >
              SQL
            </button>
          )}
          {hasTable && (
            <button
              type="button"
              aria-label="Download CSV"
              onClick={() => download(toCsv(result), nameOf(title ?? ''))}
            >
              CSV
              <svg viewBox="0 0 12 12" aria-hidden="true">
                <path d="M6 1v7M3 5.5L6 8.5l3-3M1.5 11h9" />
              </svg>
            </button>
          )}
          {onVerify && <VerifyButton isVerified={result.planner === 'verified'} onVerify={onVerify} />}
        </div>
      )}
      <div id={`${id}-table`} hidden={!open.includes('table')}>
        {open.includes('table') && <Table reply={reply} />}
      </div>
      <div id={`${id}-sql`} hidden={!open.includes('sql')}>
        {open.includes('sql') && result.sql !== null && (
          <SqlPanel sql={result.sql} shown={unverifiedSql ?? result.sql} parameters={result.parameters} />
        )}
      </div>
      {(understood !== null || provenance !== null) && (
        <footer className="card-trace">
          {understood !== null && understood !== title && (
            <p>
              <span className="card-trace-label">Understood</span> {understood}
            </p>
          )}
          {provenance !== null && (
            <p>
              <span className="card-trace-label">Source</span> {withoutFrom(provenance)}
            </p>
          )}
        </footer>
      )}
      <Ways ways={ways} onPress={onPress} />
      {result.kind === 'failed' && said && (
        <button type="button" className="chip" onClick={() => onAsk(said)}>
          Ask again
        </button>
      )}
    </article>
  )
}

/** A thumb up of those who may: what it does is asked back before it is done. */
function VerifyButton({ isVerified, onVerify }: { isVerified: boolean; onVerify: (label: string) => void }) {
  const label = isVerified ? 'Keep or forget this verified answer' : 'Verify this answer'
  return (
    <button type="button" className="verify" aria-label={label} title={label} onClick={() => onVerify(label)}>
      {isVerified ? 'Verified' : 'Verify'}
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M1 5.5h2v5.5H1zM3 6l2-4.7c1 0 1.6.7 1.4 1.7L6 5h3.8c.8 0 1.3.7 1.1 1.4l-1 3.6c-.1.6-.6 1-1.2 1H3" />
      </svg>
    </button>
  )
}

/** Who vouched for it, that it was read twice, or what nobody said and was taken for it. */
function Marks({ marks }: Pick<WireReply, 'marks'>) {
  if (marks.length === 0) return null
  return (
    <ul className="marks">
      {marks.map((mark) => (
        <li className={`mark-${mark.kind}`} key={mark.text}>
          {mark.kind !== 'taken' && (
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path d="M2 6.5L4.8 9.2 10 3" />
            </svg>
          )}
          {mark.text}
        </li>
      ))}
    </ul>
  )
}

/** Lines of text; those with a bullet as the list they are. */
function Words({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, index) => (
    <p className={line.startsWith('• ') ? 'card-words card-bullet' : 'card-words'} key={index}>
      {line}
    </p>
  ))
}

/** One row and no picture: its figures, large. */
function Figures({ reply: { result, table } }: { readonly reply: WireReply }) {
  return (
    <dl className="figures">
      {result.columns.map((column, index) => (
        <div key={index}>
          <dt>{column.label}</dt>
          <dd>{table[0]?.[index] ?? String(result.rows[0]?.[index] ?? '–')}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The reply's words that the card does not already show as headline, rows, trace or buttons. */
function wordsBeside(
  { provenance, result, ways, commentary, unverifiedSql }: WireReply,
  title: string,
): readonly string[] {
  const shown = new Set([title, result.understood, provenance, ...ways.map((way) => `• ${way.label}`)])
  const isRow = (line: string) => result.rows.length > 0 && /^(• |… )/.test(line)
  const comment = commentary && `${commentary.label}: ${commentary.text}`
  const elsewhere = [unverifiedSql, comment].filter((each) => each !== null)
  const text = elsewhere.reduce((left, each) => left.replace(`\n${each}`, () => ''), result.text)
  return text.split('\n').filter((line) => line.trim() !== '' && !shown.has(line) && !isRow(line))
}

/** "From kpi.sales_hourly" behind the label "Source" says it twice. */
function withoutFrom(provenance: string): string {
  return provenance.replace(/^from /i, '')
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}.csv`
  link.click()
  URL.revokeObjectURL(url)
}

function nameOf(headline: string): string {
  const name = headline
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
  return name.replace(/^-+|-+$/g, '') || 'tidings'
}
