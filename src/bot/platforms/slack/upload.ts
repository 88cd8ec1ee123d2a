/** Files: taken to Slack first, which can fail unseen, and then shown in a thread or named in a message. */
import { setTimeout as sleep } from 'node:timers/promises'
import { WebAPIHTTPError, type WebClient } from '@slack/web-api'
import { fileName } from './blocks/escape.ts'
import type { Standing } from './post.ts'

/** A file Slack has the bytes of and shows to nobody yet. */
export interface Uploaded {
  readonly id: string
  readonly title: string
}

interface File {
  readonly name: string
  readonly bytes: Uint8Array
  /** Of a picture. */
  readonly altText?: string
}

const timeoutMs = 15_000
const longestAltText = 1_000

export async function uploadFile(client: WebClient, { name, bytes, altText }: File): Promise<Uploaded> {
  const title = fileName(name)
  const { upload_url, file_id } = await client.files.getUploadURLExternal({
    filename: title,
    length: bytes.byteLength,
    ...(altText === undefined ? {} : { alt_text: altText.slice(0, longestAltText) }),
  })
  if (!upload_url || !file_id) throw new Error('Slack names no place for the file')
  const response = await fetch(upload_url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Blob([new Uint8Array(bytes)]),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new WebAPIHTTPError(response.status, response.statusText, {})
  return { id: file_id, title }
}

/** As a message of its own, below the one it belongs to. */
export async function shareFile(client: WebClient, file: Uploaded, { channel, ts }: Standing): Promise<void> {
  await client.files.completeUploadExternal({ files: [file], channel_id: channel, thread_ts: ts })
}

/** To be named in messages, once Slack has looked at it: a moment, mostly. False: it has not got it ready in time. */
export async function readyFile(client: WebClient, file: Uploaded, withinMs: number): Promise<boolean> {
  await client.files.completeUploadExternal({ files: [file] })
  const from = Date.now()
  for (let pauseMs = 150; Date.now() - from < withinMs; pauseMs = Math.min(2_000, pauseMs * 1.6)) {
    await sleep(pauseMs)
    // It has no type until Slack has looked at it.
    const { file: seen } = await client.files.info({ file: file.id })
    if (seen?.mimetype) return true
  }
  return false
}
