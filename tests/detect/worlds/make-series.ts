import type { Calm } from './calm.ts'
import { createChance } from './chance.ts'
import type { Chance } from './chance.ts'
import { plant } from './plant.ts'
import type { Planted } from './plant.ts'
import type { AnomalyKind, LabelledSeries, RowRange, SeriesRow } from './series.ts'

/** A kind of place that series come from. */
export interface World {
  readonly name: string
  readonly intervalSec: number
  readonly rows: number
  /** Rows of history before alerts count. */
  readonly split: number
  readonly kinds: readonly AnomalyKind[]
  readonly effect: 'times' | 'plus'
  /** Share of series with rows lost, repeated and empty. */
  readonly ragged: number
  /** Rows by which labels are wider than what was planted, on both sides. */
  readonly window?: number
  readonly calm: (chance: Chance, start: number) => Calm
  /** Days that count neither way: whether the row at this moment is one of them. */
  readonly excused?: (atSec: number) => boolean
}

/** The series of this number of a world; every third is clean throughout. */
export function makeSeries(world: World, number: number, seed = 'worlds'): LabelledSeries {
  const chance = createChance(`${seed} ${world.name} ${number}`)
  const start = Date.UTC(2023, chance.whole(0, 23), chance.whole(1, 28)) / 1000
  const calm = world.calm(chance, start)
  const value = [...calm.value]
  const gone = calm.value.map(() => false)
  const cycle = world.intervalSec >= 86_400 ? 7 : Math.round(86_400 / world.intervalSec)
  const ground = { calm, value, gone, cycle, effect: world.effect }
  const planted: Planted[] = []
  if (number % 3 !== 2) {
    if (chance.odds(0.3))
      planted.push(plant(ground, chance, 'spike', Math.round(world.split * chance.between(0.3, 0.8))))
    const most = chance.whole(1, 4)
    let row = world.split + Math.round(cycle * chance.between(0.5, 4))
    while (planted.length < most && row + 2 * cycle < value.length) {
      const put = plant(ground, chance, chance.pick(world.kinds), row)
      planted.push(put)
      row = (put.after ?? put.label).to + Math.round(((value.length - row) / most) * chance.between(0.3, 1)) + cycle
    }
  }
  const excused = calm.at.flatMap((at, row) => (world.excused?.(at) ? [{ from: row, to: row }] : []))
  return written(world, number, { calm, value, gone, planted, excused, ragged: chance.odds(world.ragged) }, chance)
}

interface Draft {
  readonly calm: Calm
  readonly value: readonly number[]
  readonly gone: readonly boolean[]
  readonly planted: readonly Planted[]
  readonly excused: readonly RowRange[]
  readonly ragged: boolean
}

/** The rows as they arrive: some lost, some twice, some empty; labels follow them. */
function written(world: World, number: number, draft: Draft, chance: Chance): LabelledSeries {
  const { calm, value, gone, planted, excused, ragged } = draft
  const rows: SeriesRow[] = []
  const place: number[] = []
  let lostUntil = -1
  // A spike of two rows that are lost would be a label with nothing under it.
  const spared = new Set(
    planted.flatMap(({ label: { from, to } }) => (to - from < 3 ? [from, from + 1, from + 2] : [])),
  )
  for (let row = 0; row < value.length; row++) {
    place.push(rows.length)
    if (ragged && chance.odds(0.0015)) lostUntil = row + chance.whole(1, 8)
    const isLost = row <= lostUntil || (ragged && chance.odds(0.004))
    if (gone[row] || (isLost && !spared.has(row))) continue
    const volume = calm.volume?.[row]
    const kept = { at: calm.at[row]!, value: value[row]!, ...(volume === undefined ? {} : { volume }) }
    rows.push(ragged && chance.odds(0.001) && !spared.has(row) ? { ...kept, value: null } : kept)
    if (ragged && chance.odds(0.003)) rows.push(kept)
  }
  place.push(rows.length)
  const moved = ({ from, to }: RowRange) => ({
    from: Math.min(place[from]!, rows.length - 1),
    to: Math.min(Math.max(place[from]!, place[to + 1]! - 1), rows.length - 1),
  })
  const { window = 0 } = world
  const widened = ({ from, to }: RowRange) =>
    moved({ from: Math.max(0, from - window), to: Math.min(value.length - 1, to + window) })
  const labelled = planted.map(({ label, visible }) => ({ visible, label: { ...label, ...widened(label) } }))
  const faint = labelled.filter(({ visible }) => !visible).map(({ label }) => label)
  return {
    id: `${world.name}-${number}`,
    world: world.name,
    intervalSec: world.intervalSec,
    rows,
    split: place[world.split]!,
    labels: labelled.filter(({ visible }) => visible).map(({ label }) => label),
    faint,
    ignored: [...faint, ...planted.flatMap(({ after }) => (after ? [moved(after)] : [])), ...excused.map(moved)],
  }
}
