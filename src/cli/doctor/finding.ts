/** One line of `tidings doctor`. */
export interface Finding {
  readonly part: string
  /** `fault`: it does not work, or is not safe, until somebody does what is said. `advice`: it works, and could be better. */
  readonly state: 'ok' | 'advice' | 'fault'
  readonly says: string
}

export function ok(part: string, says: string): Finding {
  return { part, state: 'ok', says }
}

export function advice(part: string, says: string): Finding {
  return { part, state: 'advice', says }
}

export function fault(part: string, says: string): Finding {
  return { part, state: 'fault', says }
}
