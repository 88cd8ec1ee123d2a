import type { Response } from 'express'
import type { WireError } from './wire.ts'

/** Answers with an error that says what to do. */
export function refuse(response: Response, status: number, code: string, message: string): void {
  const body: WireError = { error: { code, message } }
  response.status(status).set('Cache-Control', 'no-store').json(body)
}
