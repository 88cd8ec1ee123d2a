/** How a command ends, as CONTRACTS for scripts: the process's exit code and what is said on stderr. */

/** 0: done. 1: it ran and the answer is "no". 2: wrong usage. 3: something it needs is not there. */
export type ExitCode = 0 | 1 | 2 | 3

/**
 * How a fault in a file that somebody named ends: with 3 where the file cannot be read at all (its cause is an error of the
 * system), else with `otherwise`: it is there, and what stands in it is wrong.
 */
export function exitOfFile({ cause }: Error, otherwise: 1 | 2): ExitCode {
  return cause instanceof Error && 'syscall' in cause ? 3 : otherwise
}

/** Thrown by a command that cannot go on; `message` is for the person at the terminal and says what to do. */
export class CommandFailed extends Error {
  override name = 'CommandFailed'
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
