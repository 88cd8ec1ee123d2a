/** Whether the model that is configured can be asked. */
import { checkModel } from '../../app.ts'
import type { ModelConfig } from '../../config/model.ts'
import { advice, fault, ok, type Finding } from './finding.ts'

/** Nothing when none is configured. Spends a handful of tokens. */
export async function checkModels(config: ModelConfig | null): Promise<readonly Finding[]> {
  if (config === null) return []
  const where = `${config.name} at ${new URL(config.baseUrl).host}`
  if (config.planning === 'grammar_only')
    return [advice('model', `${where} is configured and never asked: model.policy is grammar_only.`)]
  const found = await checkModel(config)
  if (found.kind === 'answers') {
    const seconds = (found.ms / 1000).toFixed(1)
    if (!found.isWell)
      return [
        advice(
          'model',
          `${where} answers in ${seconds} s, but not in the form asked for: try another model.output or model.`,
        ),
      ]
    const hasLimit = config.budget.perDay !== null || config.budget.perPerson !== null
    return [
      ok('model', `${where} answers in ${seconds} s, by ${found.mode}; ${hasLimit ? 'with' : 'without'} a budget`),
    ]
  }
  const { because } = found
  switch (found.failure) {
    case 'unreachable':
      return [
        fault('model', `${where}: ${because}. Check model.base_url and the way there; the grammar answers meanwhile.`),
      ]
    case 'too slow':
      return [fault('model', `${where}: ${because}. Give it longer with model.timeout_seconds, or take a faster one.`)]
    case 'refused':
      return [fault('model', `${where}: ${because}. Nothing is asked of it; the grammar answers.`)]
    case 'request refused':
    case 'over budget':
    case 'unusable output':
      return [fault('model', `${where}: ${because}. Try another model.output or model.`)]
  }
}
