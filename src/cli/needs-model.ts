/** Commands that are told to ask a model. */
import type { Config } from '../config.ts'
import { CommandFailed } from './exit.ts'

/** Throws CommandFailed where a model is asked for and none is configured. */
export function needsModel(planner: string | undefined, { model }: Pick<Config, 'model'>): void {
  if (planner === 'model' && model === null)
    throw new CommandFailed(
      2,
      'no model is configured: set TIDINGS_MODEL_BASE_URL and TIDINGS_MODEL_NAME, and TIDINGS_MODEL_API_KEY where one is needed',
    )
}
