/** A file with one rule, to be played over a series: as in `alerts.yml`, or the rule alone; no name of it is looked up. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { messageOf } from '../../message-of.ts'
import { readYaml, type Fault } from '../../yaml-file.ts'
import type { Rule } from '../rule.ts'
import { RulesFaulty, ruleFrom } from './rule-file.ts'
import { loneRule, phraseOf } from './rule-schema.ts'

/** Throws RulesFaulty. */
export async function openOneRule(file: string): Promise<Rule> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new RulesFaulty([faultOf(file, `it cannot be read: ${messageOf(cause)}`)], { cause })
  })
  const shape = readYaml(text, file, z.record(z.string(), z.unknown()))
  if (!('written' in shape)) throw new RulesFaulty(shape)
  const keys = Object.keys(shape.written)
  if (keys.length === 0) throw new RulesFaulty([faultOf(file, 'there is no rule in it: write one as in alerts.yml')])
  const named = z.record(z.string(), loneRule)
  const schema = keys.includes('alerts')
    ? z.strictObject({ alerts: named }).transform(({ alerts }) => alerts)
    : keys.some((key) => key in loneRule.shape)
      ? loneRule.transform((rule) => ({ rule }))
      : named
  const read = readYaml(text, file, schema as z.ZodType<z.output<typeof named>>, phraseOf)
  if (!('written' in read)) throw new RulesFaulty(read)
  const [first, ...others] = Object.entries(read.written)
  if (!first || others.length > 0)
    throw new RulesFaulty([
      faultOf(file, `one rule is played at a time; there are ${Object.keys(read.written).length} in it`),
    ])
  const [id, written] = first
  return ruleFrom(id, { ...written, kpi: written.kpi ?? 'value', tell: written.tell ?? [] })
}

function faultOf(file: string, message: string): Fault {
  return { file, line: 1, path: '', message }
}
