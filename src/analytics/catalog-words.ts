/** Kinds of words that more than one part of the catalog's shape is made of. */
import { z } from 'zod'

export const word = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'names are lower-case letters, digits and underscores')
export const scalar = z.union([z.string(), z.number(), z.boolean()])

/** Milliseconds of a unit. */
export const MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `90s`, `15m`, `1h`, `2d` → milliseconds. */
export const duration = z
  .string()
  .regex(/^\d{1,6}[smhd]$/, 'write a duration as a number and s, m, h or d: 90s, 15m, 1h, 2d')
  .transform((text) => Number(text.slice(0, -1)) * MS[text.at(-1) as keyof typeof MS])
