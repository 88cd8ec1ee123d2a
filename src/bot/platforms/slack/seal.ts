/** Secrets at rest: AES-256-GCM under a key that is not in the database, bound to the workspace they belong to. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/** First byte of what is sealed this way. */
const version = 1
const idBytes = 4
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + idBytes + nonceBytes

/** Sealed under another key, or changed since. */
export class SealBroken extends Error {
  override name = 'SealBroken'
}

export interface Seal {
  readonly seal: (text: string, workspace: string) => Buffer
  /** Throws SealBroken. */
  readonly open: (sealed: Buffer, workspace: string) => string
}

/** `key` has 32 bytes. */
export function createSeal(key: Buffer): Seal {
  const id = createHash('sha256').update(key).digest().subarray(0, idBytes)
  const sealingKey = derivedKey(key, 'installations')
  return {
    seal(text, workspace) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(boundTo(workspace))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from([version]), id, nonce, body, cipher.getAuthTag()])
    },
    open(sealed, workspace) {
      if (sealed[0] !== version || sealed.length < headBytes + tagBytes)
        throw new SealBroken(`the installation of ${workspace} is sealed in a way this version does not know`)
      if (!sealed.subarray(1, 1 + idBytes).equals(id))
        throw new SealBroken(
          `the installation of ${workspace} was sealed under another key: set slack.token_key back to it, or install Tidings in that workspace again`,
        )
      const nonce = sealed.subarray(1 + idBytes, headBytes)
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, nonce, { authTagLength: tagBytes })
      decipher.setAAD(boundTo(workspace)).setAuthTag(sealed.subarray(-tagBytes))
      try {
        const body = sealed.subarray(headBytes, -tagBytes)
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch (error) {
        throw new SealBroken(`the installation of ${workspace} was changed in the database`, { cause: error })
      }
    },
  }
}

/** One key of the configuration serves several purposes, each with a key of its own. */
export function derivedKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `tidings slack ${purpose}`, 32))
}

function boundTo(workspace: string): Buffer {
  return Buffer.from(`tidings slack installation ${workspace}`)
}
