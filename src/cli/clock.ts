import { momentForms, readMoment } from '../analytics/moment.ts'
import { CommandFailed } from './exit.ts'

/** The moment an ISO text means; without an offset it is wall-clock time of `zone`. Without a text, now. */
export function momentOf(text: string | null, zone: string): Date {
  if (text === null) return new Date()
  try {
    return readMoment(text, zone)
  } catch (cause) {
    throw new CommandFailed(2, `"${text}" is no moment; write ${momentForms}`, { cause })
  }
}
