/** HTTP mode: signed requests on one path, whose answer waits until what they hold is in the inbox; and installing by OAuth. */
import { ExpressReceiver, type ExpressReceiverOptions } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import { Router } from 'express'
import type { Logger } from 'pino'
import { boltLog } from './bolt-log.ts'
import { manifestScopes } from './manifest.ts'
import type { Team } from './teams.ts'

/** How workspaces install the app from a browser. */
export interface Installing {
  readonly clientId: string
  readonly clientSecret: string
  readonly publicUrl: string
  /** Signs what a browser brings back; the same for all instances. */
  readonly stateSecret: string
  readonly install: (team: Team) => Promise<void>
  readonly clientOptions: WebClientOptions
}

interface Parts {
  /** Null: events come another way, and only OAuth is served. */
  readonly signingSecret: string | null
  readonly installing: Installing | null
  /** Nobody took the request for so long: it is none that we know. */
  readonly unknownAfterMs: number
  readonly log: Logger
}

const path = '/slack/events'

/** A click carries the message it was made on; nothing Slack sends comes near this. */
const largestBody = 2 * 1024 * 1024

export function createHttpReceiver({ signingSecret, installing, unknownAfterMs, log }: Parts): ExpressReceiver {
  const router = Router()
  // Before a byte of it is read; without a length it is cut off where it gets too long.
  router.post(path, ({ headers }, response, next) => {
    if (Number(headers['content-length'] ?? 0) <= largestBody) return next()
    response.writeHead(413, { connection: 'close' }).end()
  })
  return new ExpressReceiver({
    router,
    signingSecret: signingSecret ?? 'no events come this way',
    endpoints: signingSecret === null ? {} : { events: path },
    processBeforeResponse: true,
    bodyLimit: largestBody,
    logger: boltLog(log),
    ...(installing && installOptions(installing, log)),
    async processEventErrorHandler({ error, response }) {
      log.warn({ err: error }, 'Slack request not acknowledged')
      if (response.headersSent) return false
      // Slack sends it again.
      response.writeHead(503).end()
      return true
    },
    unhandledRequestTimeoutMillis: unknownAfterMs,
    unhandledRequestHandler({ response }) {
      if (!response.headersSent) response.writeHead(404).end()
    },
  })
}

function installOptions(
  { clientId, clientSecret, publicUrl, stateSecret, install, clientOptions }: Installing,
  log: Logger,
): Partial<ExpressReceiverOptions> {
  const { slackApiUrl } = clientOptions
  return {
    clientId,
    clientSecret,
    stateSecret,
    scopes: [...manifestScopes().all],
    redirectUri: new URL('/slack/oauth_redirect', publicUrl).href,
    installerOptions: {
      directInstall: true,
      redirectUriPath: '/slack/oauth_redirect',
      clientOptions,
      ...(slackApiUrl ? { authorizationUrl: new URL('../oauth/v2/authorize', slackApiUrl).href } : {}),
      // By default a secure cookie holds the state; over plain http on one's own machine no browser would keep it.
      callbackOptions: {
        failure(error, _options, _request, response) {
          log.warn({ err: error }, 'Slack workspace not installed')
          page(response, 400, 'Tidings was not installed. Go back to where you began and try again.')
        },
        success(installation, _options, _request, response) {
          log.info({ workspace: installation.team?.id }, 'Slack workspace installed')
          page(response, 200, 'Tidings is installed. Go back to Slack and send it a direct message: “help”.')
        },
      },
    },
    installationStore: {
      async storeInstallation({ team, bot, isEnterpriseInstall }) {
        if (isEnterpriseInstall || !team) throw new Error('Tidings is installed in a workspace, not in an organization')
        if (!bot) throw new Error('Slack gave no token for the bot')
        await install({ team: team.id, token: bot.token, botUser: bot.userId, botId: bot.id || null })
      },
      async fetchInstallation() {
        throw new Error('installations are read elsewhere')
      },
    },
  }
}

type PageResponse = Parameters<
  NonNullable<NonNullable<NonNullable<ExpressReceiverOptions['installerOptions']>['callbackOptions']>['failure']>
>[3]

function page(response: PageResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'referrer-policy': 'no-referrer',
  })
  response.end(`<!doctype html><meta charset="utf-8"><title>Tidings</title><p>${text}</p>`)
}
