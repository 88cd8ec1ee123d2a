import { expect, test } from 'vitest'
import { createChance } from './chance.ts'
import { wallClock } from './clock.ts'
import { makeSeries } from './make-series.ts'
import { unseenWorlds, worlds } from './worlds.ts'

const all = [...worlds, ...unseenWorlds]

test('worlds have names of their own', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
})

test.for(all)('$name: labels lie in the series, every third is clean', (world) => {
  const short = { ...world, rows: Math.max(world.split * 2.2, world.split + (7 * 86_400) / world.intervalSec) }
  for (const number of [0, 2]) {
    const series = makeSeries(short, number)
    const { rows, labels, faint, ignored, split } = series
    expect(rows.every(({ value }) => value === null || Number.isFinite(value))).toBe(true)
    expect(rows.every(({ at }, row) => row === 0 || at >= rows[row - 1]!.at)).toBe(true)
    const ranges = [...labels, ...faint, ...ignored]
    expect(ranges.filter(({ from, to }) => from > to || to >= rows.length)).toEqual([])
    expect(split).toBeLessThan(rows.length / 2)
    if (number === 2) expect([...labels, ...faint]).toEqual([])
    else expect(labels.length + faint.length).toBeGreaterThan(0)
  }
})

test('the same number and seed give the same series, another seed another', () => {
  const values = (seed?: string) => makeSeries(worlds[1]!, 2, seed).rows.map(({ value }) => value)
  expect(values()).toEqual(values())
  expect(values('others')).not.toEqual(values())
})

test('chance keeps its means and deviations', () => {
  const chance = createChance('a seed')
  const mean = (draw: () => number) =>
    Array.from({ length: 20_000 }, draw).reduce((sum, each) => sum + each, 0) / 20_000
  expect(mean(chance.normal)).toBeCloseTo(0, 1)
  expect(mean(() => chance.normal() ** 2)).toBeCloseTo(1, 1)
  expect(mean(() => chance.gamma(0.5))).toBeCloseTo(1, 1)
  expect(mean(() => chance.poisson(3))).toBeCloseTo(3, 1)
  expect(mean(() => chance.poisson(100))).toBeCloseTo(100, 0)
})

test('summer time begins and ends on the last Sundays of March and October', () => {
  const hourAt = (iso: string) => wallClock(Date.parse(iso) / 1000, 'summer time').hour
  expect(hourAt('2024-03-31T00:30:00Z')).toBe(1.5)
  expect(hourAt('2024-03-31T01:00:00Z')).toBe(3)
  expect(hourAt('2024-10-27T00:30:00Z')).toBe(2.5)
  expect(hourAt('2024-10-27T01:30:00Z')).toBe(2.5)
})
