/** How workspaces install Tidings: an administrator's browser goes to Slack, agrees, and comes back with a token. */
import { ExpressReceiver, type ExpressReceiverOptions } from '@slack/bolt'
import type { WebClientOptions } from '@slack/web-api'
import type { Logger } from 'pino'
import { faultOf } from './failures.ts'
import { boltLog } from './bolt-log.ts'
import { manifestScopes } from './manifest.ts'
import type { Team } from './teams.ts'

interface Installing {
  readonly clientId: string
  readonly clientSecret: string
  readonly publicUrl: string
  /** Signs what a browser brings back; the same for all instances. */
  readonly stateSecret: string
  readonly install: (team: Team) => Promise<void>
  readonly clientOptions: WebClientOptions
  readonly log: Logger
}

/** Adds `/slack/install` and `/slack/oauth_redirect`. A receiver of its own: Bolt takes none that does this and `authorize`. */
export function serveInstalling(router: ExpressReceiver['router'], installing: Installing): void {
  const signingSecret = 'no events come this way'
  // eslint-disable-next-line no-new -- its routes are what it is made for.
  new ExpressReceiver({ signingSecret, endpoints: {}, router, ...optionsFor(installing) })
}

function optionsFor({
  clientId,
  clientSecret,
  publicUrl,
  stateSecret,
  install,
  clientOptions,
  log,
}: Installing): Partial<ExpressReceiverOptions> {
  const { slackApiUrl } = clientOptions
  return {
    logger: boltLog(log),
    clientId,
    clientSecret,
    stateSecret,
    scopes: [...manifestScopes().all],
    redirectUri: `${publicUrl.replace(/\/$/, '')}/slack/oauth_redirect`,
    installerOptions: {
      directInstall: true,
      redirectUriPath: '/slack/oauth_redirect',
      clientOptions,
      ...(slackApiUrl ? { authorizationUrl: new URL('../oauth/v2/authorize', slackApiUrl).href } : {}),
      callbackOptions: {
        failure(error, _options, _request, response) {
          // Cancelled, or come back to from another browser: nothing of ours to mend.
          const isTheirs = ['slack_oauth_installer_authorization_error', 'slack_oauth_invalid_state'].includes(
            error.code,
          )
          log.warn(isTheirs ? { because: error.message } : faultOf(error), 'Slack workspace not installed')
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
