import { App, ExpressReceiver, type Installation } from '@slack/bolt'
import express from 'express'
import { expect, test } from 'vitest'
import { startSlackWorld } from '../../../support/slack-world/world.ts'
import { clientOf } from './bolt.ts'

test('an administrator installs the app in a second workspace, and it answers there with a token of its own', async () => {
  const slack = await startSlackWorld({ mode: 'http', others: [{ name: 'Coffee Shop', installed: false }] })
  const kept = new Map<string, Installation>()
  const server = express()
  const receiver = new ExpressReceiver({
    app: server,
    signingSecret: slack.signingSecret,
    clientId: slack.clientId,
    clientSecret: slack.clientSecret,
    stateSecret: 'a secret of the test',
    scopes: ['chat:write', 'im:history'],
    redirectUri: 'https://tidings.example/slack/oauth_redirect',
    installerOptions: {
      redirectUriPath: '/slack/oauth_redirect',
      authorizationUrl: `${slack.url}/oauth/v2/authorize`,
      clientOptions: { slackApiUrl: slack.apiUrl },
    },
    installationStore: {
      storeInstallation: async (installation) => void kept.set(installation.team?.id ?? '', installation),
      fetchInstallation: async ({ teamId }) =>
        kept.get(teamId ?? '') ?? Promise.reject(new Error(`nothing installed in ${teamId}`)),
    },
  })
  const app = new App({ receiver, clientOptions: { slackApiUrl: slack.apiUrl } })
  app.message(async ({ message, say }) => {
    if (message.subtype === undefined) await say({ text: 'Good morning.', thread_ts: message.ts })
  })
  const listening = server.listen(0)
  const address = listening.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  slack.deliverTo(`${origin}/slack/events`)
  const coffee = slack.teams[1]
  const boss = slack.user('ana', coffee)

  const page = await fetch(`${origin}/slack/install`)
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const link = /href="([^"]*oauth\/v2\/authorize[^"]*)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&') ?? ''
  const next = new URL(await boss.approves(link))
  expect(next.origin).toBe('https://tidings.example')
  const installed = await fetch(`${origin}${next.pathname}${next.search}`, { headers: { cookie } })
  expect(installed.status).toBe(200)
  expect(kept.get(coffee?.id ?? '')).toMatchObject({
    bot: { userId: coffee?.bot.userId, scopes: ['chat:write', 'im:history'] },
  })

  const asked = await boss.dms('good morning')
  expect(await slack.replyTo(asked)).toMatchObject({ team: coffee?.id, text: 'Good morning.', isFromBot: true })

  await slack.uninstall(coffee)
  const token = kept.get(coffee?.id ?? '')?.bot?.token ?? ''
  await expect(clientOf(slack, token).auth.test()).rejects.toThrow('account_inactive')
  expect(await clientOf(slack).auth.test()).toMatchObject({ team_id: slack.team.id })
  listening.close()
  await slack.close()
})
