import type { Asked } from './asked.ts'
import { breakdowns } from './breakdowns.ts'
import { comparisons } from './comparisons.ts'
import { rights } from './rights.ts'
import { threads } from './threads.ts'
import { trends } from './trends.ts'
import { values } from './values.ts'

export const asked: readonly Asked[] = [...values, ...trends, ...breakdowns, ...comparisons, ...threads, ...rights]
