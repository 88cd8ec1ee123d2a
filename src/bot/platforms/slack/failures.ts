/** What Slack answers to a message that it does not take → what to do about it, and what to say. */
import {
  SlackError,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import type { Receipt } from '../../platform.ts'
import { TokenRefused } from './teams.ts'

type Failure = Extract<Receipt, { kind: 'later' | 'refused' }>

/** Total: whatever was thrown becomes a receipt. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return later('Slack asks to wait', error.retryAfter * 1000)
  if (error instanceof WebAPIPlatformError) return failureNamed(error.data.error)
  if (error instanceof WebAPIHTTPError) {
    if (error.statusCode === 429) return later('Slack asks to wait', 1_000)
    if (error.statusCode >= 500 || error.statusCode === 408) return later(`Slack answered ${error.statusCode}`, null)
    return refused(`Slack answered ${error.statusCode}`)
  }
  if (error instanceof TokenRefused) return refused(gone)
  if (error instanceof WebAPIRequestError) return later('Slack could not be reached', null)
  return later('Slack answered nothing that can be read', null)
}

/** Slack's own short name of what went wrong. Null: it never got so far. */
export function errorName(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null
}

/** For the log: one word of Slack's says it all; what is ours to mend comes with its stack. */
export function faultOf(error: unknown): { readonly because: string } | { readonly err: unknown } {
  const isSlacks = error instanceof SlackError || error instanceof TokenRefused
  return isSlacks ? { because: errorName(error) ?? failureOf(error).because } : { err: error }
}

/** The blocks are at fault, and the same words in a plainer shape may pass. */
export function isAboutBlocks(error: unknown): boolean {
  return shapes.has(errorName(error) ?? '')
}

export function failureNamed(name: string): Failure {
  // A gateway's page in place of an answer.
  if (!/^[a-z_]{1,80}$/.test(name)) return later('Slack answered nothing that can be read', null)
  if (passing.has(name)) return later(`Slack answered ${name}`, null)
  return refused(reasons.get(name) ?? `Slack refuses the message (${name})`)
}

const shapes: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_block_type',
  'msg_blocks_too_long',
  'msg_too_long',
  'too_many_blocks',
  'metadata_too_large',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'markdown_text_conflict',
  'invalid_arguments',
  'invalid_attachments',
])

const passing: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'external_channel_migrating',
  'accesslimited',
  'failed_to_send',
  'unknown_error',
])

const gone = 'Tidings is no longer installed in this workspace, or its token was revoked'
const closed = 'this conversation does not let Tidings post'

const reasons: ReadonlyMap<string, string> = new Map([
  ['channel_not_found', 'the channel is not there any more, or Tidings cannot see it'],
  ['is_archived', 'the channel is archived'],
  ['not_in_channel', 'Tidings is not in the channel: invite it there'],
  ['user_not_in_channel', 'the person is not in the channel'],
  ['account_inactive', gone],
  ['token_revoked', gone],
  ['token_expired', gone],
  ['invalid_auth', gone],
  ['not_authed', gone],
  ['team_access_not_granted', gone],
  ['org_login_required', gone],
  ['missing_scope', 'the app lacks a permission: install it again with the manifest as it is now'],
  ['no_permission', 'the app lacks a permission: install it again with the manifest as it is now'],
  ['ekm_access_denied', 'the workspace has suspended posting'],
  ['restricted_action', closed],
  ['restricted_action_read_only_channel', closed],
  ['restricted_action_thread_only_channel', closed],
  ['restricted_action_non_threadable_channel', closed],
  ['restricted_action_thread_locked', 'the thread is locked'],
  ['user_is_restricted', closed],
  ['cannot_reply_to_message', 'the message cannot be replied to'],
  ['thread_not_found', 'the thread was deleted'],
  ['message_not_found', 'the message was deleted'],
  ['cant_update_message', 'the message can no longer be changed'],
  ['edit_window_closed', 'the message can no longer be changed'],
  ['messages_tab_disabled', 'direct messages to Tidings are switched off in the app'],
  ['user_not_found', 'the person is not there any more'],
  ['user_disabled', 'the person is not there any more'],
  ['cannot_dm_bot', 'a bot cannot be written to'],
  ['is_inactive', 'the conversation is frozen'],
])

function later(because: string, afterMs: number | null): Failure {
  return { kind: 'later', because, afterMs }
}

function refused(because: string): Failure {
  return { kind: 'refused', because }
}
