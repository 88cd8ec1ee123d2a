/** What somebody sees of a card on the page: its text, and whatever in it is more than text. */
import { createElement, type ComponentType } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { WireReply } from '../../src/bot/platforms/web/wire.ts'
import type { Shown } from './connection.ts'

// The page is checked by a tsconfig of its own, so its components are loaded without their types.
const page = '../../src/bot/platforms/web/page'

export async function readCard(reply: WireReply): Promise<Shown> {
  const { AnswerCard } = (await import(`${page}/answer-card.tsx`)) as { AnswerCard: ComponentType<object> }
  const { AlertCard } = (await import(`${page}/alert-card.tsx`)) as { AlertCard: ComponentType<object> }
  const { Table } = (await import(`${page}/table.tsx`)) as { Table: ComponentType<object> }
  const doing = { onAct() {}, onPress() {} }
  const card = reply.alert
    ? createElement(AlertCard, { reply, alert: reply.alert, ...doing } as object)
    : createElement(AnswerCard, { reply, said: null, onPress() {}, onAsk() {} } as object)
  // With a picture the table waits behind a button.
  const table = reply.picture ? [createElement(Table, { key: 'table', reply } as object)] : []
  // React asks for a picture ahead of the card that shows it.
  const html = renderToStaticMarkup(createElement('main', {}, card, ...table)).replace(
    /^<link rel="preload" [^>]*>/,
    '',
  )
  const tags = [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
  return {
    words: unescaped(html.replace(/<[^>]*>/g, ' ')),
    picture: unescaped(/<img [^>]*alt="([^"]*)"/.exec(html)?.[1] ?? '') || null,
    files: [],
    live: tags.filter((tag) => !isOurs(tag)),
  }
}

/** The page's own elements: nothing that runs, leads away, or loads from elsewhere. */
function isOurs(tag: string): boolean {
  const [, name = '', rest = ''] = /^<\/?([a-z0-9]+)((?:\s[^<>]*)?)\/?>$/.exec(tag) ?? []
  const attributes = [...rest.matchAll(/([^\s"=/]+)(?:="([^"]*)")?/g)]
  return ours.has(name) && attributes.every(([, attribute = '', value = '']) => isHarmless(attribute, value))
}

function isHarmless(attribute: string, value: string): boolean {
  if (attribute === 'src') return value.startsWith('/charts/')
  return !attribute.startsWith('on') && !['href', 'action', 'srcdoc', 'formaction'].includes(attribute)
}

const ours = new Set(
  'main article h2 p figure img div button svg path table thead tbody tr th td span footer dl dt dd ul li pre code'.split(
    ' ',
  ),
)

function unescaped(html: string): string {
  const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#x27': "'", amp: '&' }
  return html.replace(/&(lt|gt|quot|#x27|amp);/g, (whole, name: string) => signs[name] ?? whole)
}
