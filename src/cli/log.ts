import { pino, type Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Io } from './program.ts'

/** For commands that answer on stdout: only what went wrong, on stderr. */
export function quietLog(config: Config, io: Io): Logger {
  return pino({ level: config.logLevel === 'info' ? 'error' : config.logLevel }, { write: io.err })
}

/** For servers: as configured, on stderr. */
export function serverLog(config: Config, io: Io): Logger {
  return pino({ level: config.logLevel }, { write: io.err })
}

/** For the demo, which somebody looks at: what went wrong, on stderr; more when another level than the usual is configured. */
export function demoLog(config: Config, io: Io): Logger {
  return pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel }, { write: io.err })
}
