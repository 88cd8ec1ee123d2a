/** Who may talk to the web server at all, and what a browser may do with what it sends. */
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { refuse } from './refuse.ts'

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

// No 'unsafe-eval' and no inline script or style: Vega runs on its interpreter and draws on a canvas.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Sets the headers that confine the page and refuses foreign sites. With `localOnly`, a `Host` that is not this machine is
 * refused too: a foreign name that resolves to 127.0.0.1 must not reach the local owner's data.
 */
export function createShield({
  localOnly,
  publicUrl,
}: {
  localOnly: boolean
  publicUrl: string | null
}): RequestHandler {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host
  return function shield(request: Request, response: Response, next: NextFunction) {
    response.set({
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'X-Frame-Options': 'DENY',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    })
    const host = request.headers.host ?? ''
    if (localOnly && !LOCAL_NAMES.has(nameOf(host))) {
      return refuse(response, 403, 'foreign_host', 'This server answers on this machine only: open it as localhost.')
    }
    if (isForeign(request, host, publicHost)) {
      return refuse(response, 403, 'foreign_origin', 'Another website may not use this server: open its own page.')
    }
    next()
  }
}

function isForeign({ headers, method, path }: Request, host: string, publicHost: string | null): boolean {
  const origin = headers.origin
  if (origin !== undefined) {
    const from = URL.canParse(origin) ? new URL(origin).host : null
    return from === null || (from !== host && from !== publicHost)
  }
  // A link from elsewhere may open the page; it may not call the interface.
  const crossSite = headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site'
  return crossSite && (method !== 'GET' || path.startsWith('/api/'))
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}
