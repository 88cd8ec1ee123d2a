/** Kinds of words that more than one part of the catalog's shape is made of. */
import { z } from 'zod'

export const word = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'names are lower-case letters, digits and underscores')
export const scalar = z.union([z.string(), z.number(), z.boolean()])
