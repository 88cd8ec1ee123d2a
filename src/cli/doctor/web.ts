/** What people reach: the public address and who may ask. */
import type { Config } from '../../config.ts'
import { advice, fault, ok, type Finding } from './finding.ts'

const localNames = /^(localhost|127\..*|\[::1\]|0\.0\.0\.0)$/

export function checkPublicUrl({ web }: Pick<Config, 'web'>): Finding {
  const part = 'public_url'
  if (web.publicUrl === null)
    return ok(part, 'not set: pictures are shown on our own page only; set web.public_url when chats are to show them')
  const { protocol, hostname, search, hash, username, password } = new URL(web.publicUrl)
  if (!/^https?:$/.test(protocol)) return fault(part, `${protocol} is no web address: write https://….`)
  if (username !== '' || password !== '') return fault(part, 'it holds a name or password: take them out.')
  if (search !== '' || hash !== '') return fault(part, 'it has a ? or # in it: write the address without them.')
  if (localNames.test(hostname))
    return advice(part, `${hostname} is reached from this machine only: chats need an address they can reach.`)
  if (protocol === 'http:') return advice(part, 'http is read by anybody on the way: put it behind https.')
  return ok(part, web.publicUrl)
}

/** `tokens`: how many are valid; null when there is no store to look in. */
export function checkIdentity({ web }: Pick<Config, 'web'>, tokens: number | null): Finding {
  const ways = [
    ...(tokens === null || tokens === 0 ? [] : [tokens === 1 ? '1 token' : `${tokens} tokens`]),
    ...(web.proxy ? [`header ${web.proxy.header} from ${web.proxy.from}`] : []),
  ]
  return ways.length > 0
    ? ok('identity', `people are known by ${ways.join(' and ')}`)
    : advice(
        'identity',
        'nobody can ask over the web in `start`: run tidings token create PERSON, or set web.identity_header and web.identity_from.',
      )
}
