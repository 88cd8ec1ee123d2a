/** The house's log as Slack's libraries take one. */
import { LogLevel, type Logger as BoltLogger } from '@slack/bolt'
import type { Logger } from 'pino'
import { messageOf } from '../../../analytics/message-of.ts'

/** Warnings and errors only: what the libraries say below that holds whole requests, and so words and tokens. */
export function boltLog(log: Logger): BoltLogger {
  const say = (level: 'warn' | 'error', parts: readonly unknown[]) => log[level]({ from: 'slack' }, redact(parts))
  return {
    debug() {},
    info() {},
    warn: (...parts: unknown[]) => say('warn', parts),
    error: (...parts: unknown[]) => say('error', parts),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  }
}

function redact(parts: readonly unknown[]): string {
  const text = parts.map(messageOf).join(' ')
  return text.replace(/\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w-]+/g, '[token]').slice(0, 500)
}
