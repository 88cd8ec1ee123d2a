import { cloneElement, useEffect, useId, useRef, useState, type ReactElement } from 'react'
import type { Severity, WatchedGrain } from '../../../../analytics/live/rule.ts'
import {
  referencesOf,
  sentenceOf,
  silenceUnit,
  whyNoRule,
  type AlertFields,
  type FormCondition,
  type FormKpi,
} from '../../../../nlq/rules/form.ts'

interface AlertFormProps {
  readonly kpis: readonly FormKpi[]
  /** Says the sentence in the asker's name. */
  readonly onPropose: (sentence: string) => void
  readonly onClose: () => void
}

/** Makes a sentence that asks for an alert, of fields; Escape closes it. */
export function AlertForm({ kpis, onPropose, onClose }: AlertFormProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  const [name, setName] = useState(kpis[0]?.name ?? '')
  const [filled, setFilled] = useState(BLANK)
  useEffect(() => dialog.current?.showModal(), [])

  const kpi = kpis.find((each) => each.name === name) ?? kpis[0]
  if (!kpi) return null
  const fields = fitted(filled, kpi)
  const { condition, grain } = fields
  const set = (part: Partial<Filled>) => setFilled({ ...filled, ...part })
  const because = whyNoRule(fields)
  const sentence = because === null ? sentenceOf(kpi, fields) : null
  const references = referencesOf(grain)

  return (
    <dialog className="alert-form" ref={dialog} aria-labelledby={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (sentence === null) return
          dialog.current?.close()
          onPropose(sentence)
        }}
      >
        <h2 id={title}>New alert</h2>
        <div className="fields">
          <Field label="KPI" isWide>
            <select value={kpi.name} onChange={({ target }) => setName(target.value)}>
              {kpis.map((each) => (
                <option key={each.name} value={each.name}>
                  {each.label}
                </option>
              ))}
            </select>
          </Field>
          <Field label="Of">
            <select value={fields.each ?? ''} onChange={({ target }) => set({ each: target.value || null })}>
              <option value="">The whole</option>
              {kpi.dimensions.map((dimension) => (
                <option key={dimension.name} value={dimension.name}>
                  Each {dimension.label.toLowerCase()}
                </option>
              ))}
            </select>
          </Field>
          <Field label="By">
            <select value={grain} onChange={({ target }) => set({ grain: target.value as WatchedGrain })}>
              {kpi.grains.map((each) => (
                <option key={each} value={each}>
                  The {each}
                </option>
              ))}
            </select>
          </Field>
          <Field label="When it" isWide={condition === 'unusual'}>
            <select value={condition} onChange={({ target }) => set({ condition: target.value as FormCondition })}>
              {kpi.conditions.map((each) => (
                <option key={each} value={each}>
                  {CONDITIONS[each]}
                </option>
              ))}
            </select>
          </Field>
          {condition !== 'unusual' && (
            <Field label={`Amount${unitOf(kpi, fields)}`}>
              <input
                type="number"
                inputMode="decimal"
                step="any"
                min="0"
                value={filled.amount}
                onChange={({ target }) => set({ amount: target.value })}
              />
            </Field>
          )}
          {(condition === 'rises' || condition === 'falls') && (
            <Field label="Against" isWide>
              <select
                value={fields.against}
                onChange={({ target }) => set({ against: target.value as AlertFields['against'] })}
              >
                {references.map((each) => (
                  <option key={each} value={each}>
                    {each === 'previous' ? `The ${grain} before` : REFERENCES[each]}
                  </option>
                ))}
              </select>
            </Field>
          )}
        </div>
        <details>
          <summary>More</summary>
          <div className="fields">
            <Field label={`${grain[0]?.toUpperCase()}${grain.slice(1)}s in a row`}>
              <input
                type="number"
                inputMode="numeric"
                min="1"
                max="24"
                value={filled.buckets}
                onChange={({ target }) => set({ buckets: target.value })}
              />
            </Field>
            <Field label="Severity">
              <select value={fields.severity} onChange={({ target }) => set({ severity: target.value as Severity })}>
                <option value="info">Info</option>
                <option value="warning">Warning</option>
                <option value="critical">Critical</option>
              </select>
            </Field>
            <Field label="Quiet from">
              <input type="time" value={filled.from} onChange={({ target }) => set({ from: target.value })} />
            </Field>
            <Field label="Quiet until">
              <input type="time" value={filled.to} onChange={({ target }) => set({ to: target.value })} />
            </Field>
          </div>
        </details>
        <p className={because === null ? 'alert-sentence' : 'alert-sentence alert-sentence-open'} aria-live="polite">
          {sentence ?? because}
        </p>
        <div className="alert-form-ends">
          <button type="button" className="quiet-button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="primary-button" disabled={sentence === null}>
            Propose
          </button>
        </div>
        <p className="alert-form-note">Nothing is saved yet: first you see how often it would have fired.</p>
      </form>
    </dialog>
  )
}

/** What is in the fields; numbers as they are typed. */
interface Filled extends Omit<AlertFields, 'amount' | 'buckets' | 'quiet'> {
  readonly amount: string
  readonly buckets: string
  readonly from: string
  readonly to: string
}

const BLANK: Filled = {
  each: null,
  grain: 'hour',
  condition: 'falls',
  amount: '20',
  against: 'normal',
  buckets: '1',
  severity: 'warning',
  from: '',
  to: '',
}

const CONDITIONS: Readonly<Record<FormCondition, string>> = {
  above: 'goes above',
  below: 'goes below',
  rises: 'rises by %',
  falls: 'falls by %',
  unusual: 'is unusual',
  silent: 'has no data for',
}

const REFERENCES = { normal: 'Normal', day: 'The same time the day before', week: 'The same time last week' } as const

/** What was chosen for another KPI and this one does not have, is the first that it has. */
function fitted(filled: Filled, { dimensions, grains, conditions }: FormKpi): AlertFields {
  const { each, amount, buckets, from, to, ...rest } = filled
  const grain = grains.find((one) => one === filled.grain) ?? grains[0] ?? 'hour'
  const condition = conditions.find((one) => one === filled.condition) ?? conditions[0] ?? 'unusual'
  const against = referencesOf(grain).find((one) => one === filled.against) ?? 'normal'
  return {
    ...rest,
    each: dimensions.some((one) => one.name === each) ? each : null,
    grain,
    against,
    condition,
    amount: condition === 'unusual' ? 0 : amount === '' ? NaN : Number(amount),
    buckets: Number(buckets),
    quiet: from === '' && to === '' ? null : { from, to },
  }
}

function unitOf({ unit }: FormKpi, { condition, grain }: AlertFields): string {
  if (condition === 'silent') return ` in ${silenceUnit(grain)}`
  if (condition === 'rises' || condition === 'falls' || unit === 'percent' || unit === 'percentage_points')
    return ' in %'
  return unit === 'count' ? '' : ` in ${unit}`
}

interface FieldProps {
  readonly label: string
  readonly isWide?: boolean
  readonly children: ReactElement<{ id?: string }>
}

function Field({ label, isWide = false, children }: FieldProps) {
  const id = useId()
  return (
    <div className={isWide ? 'field field-wide' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {cloneElement(children, { id })}
    </div>
  )
}
