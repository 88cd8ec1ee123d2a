/** Sentences made from any table: true ones pass, and no change to a figure, a name or a way does. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { proseFault } from '../../../../../src/nlq/planners/model/prose/check.ts'
import type { Facts } from '../../../../../src/nlq/planners/model/prose/facts.ts'

const names = ['EMEA', 'APAC', 'North America', 'Tea & Coffee', 'P12', 'Köln', 'U.S.', 'B2B (new)']

interface Row {
  readonly name: string
  readonly now: number
  readonly before: number
}

/** Figures are at least a tenth apart, so that no rounding makes one of another. */
const rows = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 4, maxLength: 2 * names.length })
  .chain((steps) => fc.constant(steps.map((step) => Math.round(10 * 1.13 ** step))))
  .filter((figures) => new Set(figures).size === figures.length)
  .map((figures) =>
    Array.from({ length: Math.floor(figures.length / 2) }, (_, at): Row => {
      return { name: names[at]!, now: figures[2 * at]!, before: figures[2 * at + 1]! }
    }),
  )

function factsOf(all: readonly Row[]): Facts {
  const unit = 'EUR'
  const cells = all.map(({ name, now, before }) => [name, now, before, now - before])
  return {
    columns: [
      { label: 'Region', role: 'dimension', type: 'text', unit: null },
      { label: 'Revenue', role: 'measure', type: 'number', unit },
      { label: 'Revenue, before', role: 'previous', type: 'number', unit },
      { label: 'Change in Revenue', role: 'change', type: 'number', unit },
    ],
    rows: cells,
    table: cells.map((row) => row.map(String)),
    grain: null,
    isPart: false,
  }
}

const way = ({ now, before }: Row, isTrue = true) => (now > before === isTrue ? 'rose' : 'fell')

test('what the cells show passes', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const facts = factsOf(all)
      const [first, second] = all.toSorted((one, other) => other.now - one.now)
      const [one] = all
      expect(
        proseFault(
          `${first!.name} leads with €${first!.now}, followed by ${second!.name} with €${second!.now}.`,
          facts,
        ),
      ).toBeNull()
      expect(proseFault(`${one!.name} ${way(one!)} from €${one!.before} to €${one!.now}.`, facts)).toBeNull()
      expect(proseFault(`${one!.name} ${way(one!)} by €${Math.abs(one!.now - one!.before)}.`, facts)).toBeNull()
      expect(proseFault(`${first!.name} is ahead of ${second!.name}.`, facts)).toBeNull()
    }),
  )
})

test('with another row’s figure, name or place it does not', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const facts = factsOf(all)
      const [first, second] = all.toSorted((one, other) => other.now - one.now)
      const [one, other] = all
      const untrue = [
        `${second!.name} leads with €${first!.now}.`,
        `${second!.name} leads with €${second!.now}.`,
        `${first!.name} leads with €${second!.now}.`,
        `${first!.name} leads with €${first!.before}.`,
        `${second!.name} is ahead of ${first!.name}.`,
        `${first!.name} had the lowest Revenue.`,
        `${one!.name} made €${other!.now}.`,
        `${one!.name} ${way(one!, false)} from €${one!.before} to €${one!.now}.`,
        `${one!.name} ${way(one!, false)} from €${one!.now} to €${one!.before}.`,
        `${one!.name} ${way(one!)} from €${one!.now} to €${one!.before}.`,
        `${one!.name} ${way(one!, false)} by €${Math.abs(one!.now - one!.before)}.`,
        `${one!.name} ${way(one!, false)}.`,
        `${one!.name} ${way(one!)} by €${one!.now}.`,
        `${one!.name} made €${one!.now} in ${other!.name}.`,
        `${one!.name} and ${other!.name} made €${one!.now}.`,
        `${one!.name} ${way(one!)} because ${other!.name} ${way(other!)}.`,
      ]
      for (const text of untrue) expect([text, proseFault(text, facts)]).not.toEqual([text, null])
    }),
  )
})

test('no text at all makes it stumble, and none but of known words passes', () => {
  fc.assert(
    fc.property(rows, fc.string({ unit: 'binary', maxLength: 400 }), (all, text) => {
      const fault = proseFault(text, factsOf(all))
      expect(fault === null ? text : null).toBeNull()
    }),
  )
})
