import { useState } from 'react'

interface SqlPanelProps {
  readonly sql: string
  /** As it is shown. */
  readonly shown?: string
  readonly parameters: readonly unknown[]
}

const LABELS = { no: 'Copy', yes: 'Copied', failed: 'Select and copy by hand' } as const

/** The statement that was run, with its parameters, to copy. */
export function SqlPanel({ sql, shown = sql, parameters }: SqlPanelProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')
  async function copy() {
    try {
      await navigator.clipboard.writeText(sql)
      setCopied('yes')
    } catch {
      setCopied('failed')
    }
    setTimeout(() => setCopied('no'), 2000)
  }
  return (
    <div className="sql">
      <button type="button" className="quiet-button" onClick={() => void copy()}>
        {LABELS[copied]}
      </button>
      <span className="sr-only" role="status">
        {copied === 'no' ? '' : LABELS[copied]}
      </span>
      <pre tabIndex={0} aria-label="SQL">
        <code>{shown}</code>
      </pre>
      {parameters.length > 0 && (
        <dl className="sql-parameters">
          {parameters.map((value, index) => (
            <div key={index}>
              <dt>${index + 1}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
