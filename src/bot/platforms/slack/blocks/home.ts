/** App Home: what to ask, how the KPIs stand, who owns them. */
import type { HeaderBlock, HomeView, KnownBlock, RichTextText } from '@slack/types'
import type { KpiGroup, KpiNow, KpiState, Overview } from '../../../overview.ts'
import { words } from '../words.ts'
import { choiceBlocks } from './choices.ts'
import { actions, bold, context, plain, rich, richSection, run, select, type Pressable } from './elements.ts'
import { line, markup } from './escape.ts'
import { limits } from './limits.ts'
import { prose } from './prose.ts'
import { spark } from './spark.ts'

const mostQuestions = 4
/** So many KPIs have small print each; more have a line each. */
const mostInFull = 15
const mostListed = 150
const linesInList = 25
const mostGroups = 14
const label = 60
const longestList = 2_000

/** At most a hundred blocks for a catalog of any size. */
export function homeView(overview: Overview): HomeView {
  const { name, questions, follows, help } = overview
  const blocks = [
    header(words.homeHello(name)),
    ...prose(words.homeIntro, longestList),
    ...(questions.length > 0 ? [header(words.homeQuestions), ...questionBlocks(questions)] : []),
    header(words.homeKpis),
    ...kpiBlocks(overview.groups),
    header(words.homeFollows),
    ...prose(bullets(follows, words.homeFollowsNothing), longestList),
    ...(help.length > 0 ? [header(words.homeHelp), ...prose(bullets(help, ''), longestList)] : []),
  ]
  return { type: 'home', blocks: blocks.slice(0, limits.viewBlocks) }
}

/** What Slack suggests at the top of the Messages tab: at most four. */
export function promptsOf(questions: readonly string[]): { title: string; message: string }[] {
  return questions
    .filter((question) => question.trim() !== '')
    .slice(0, mostQuestions)
    .map((question) => ({ title: line(question, limits.promptTitle), message: line(question, limits.section) }))
}

function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, 150) }
}

function bullets(all: readonly string[], instead: string): string {
  return all.length === 0 ? instead : all.map((each) => `• ${line(each, 300)}`).join('\n')
}

function questionBlocks(questions: readonly string[]): KnownBlock[] {
  const asked = questions
    .slice(0, mostQuestions)
    .map((text, index): Pressable => asking(`question.${index}`, text, text))
  return choiceBlocks(asked, words.ask)
}

function asking(which: string, label: string, question: string): Pressable {
  return { action: 'ask', which, label, value: question }
}

/** The first KPIs that have a figure are shown in full, all others with a line each; a menu a group asks for any of them. */
function kpiBlocks(groups: readonly KpiGroup[]): KnownBlock[] {
  const count = groups.reduce((sum, { kpis }) => sum + kpis.length, 0)
  if (count === 0) return prose(words.homeNoKpis, longestList)
  let [inFull, inLines] = [mostInFull, mostListed]
  const blocks: KnownBlock[] = []
  let shown = 0
  for (const [index, { label: name, kpis }] of groups.slice(0, mostGroups).entries()) {
    const full = kpis.filter(({ now }) => now !== null).slice(0, inFull)
    const rest = kpis.filter((kpi) => !full.includes(kpi)).slice(0, inLines)
    inFull -= full.length
    inLines -= rest.length
    shown += full.length + rest.length
    if (full.length + rest.length === 0) continue
    const asked = [...full, ...rest].map((kpi) => ({ label: kpi.label, value: kpi.question }))
    blocks.push(bold(name, label), ...full.flatMap(fullBlocks), ...lineBlocks(rest))
    blocks.push(...actions([select(`kpis.${index}`, words.homeLook, asked, 'ask')]))
  }
  return shown < count ? [...blocks, ...context([words.homeMoreKpis(count - shown)])] : blocks
}

/** Name and figure, then change and course; its meaning and its owner in small print. */
function fullBlocks(kpi: KpiState): KnownBlock[] {
  const { now } = kpi
  const first = `*${inMarkup(kpi.label)}*${now ? ` · *${inMarkup(now.value)}* ${inMarkup(now.period)}` : ''}`
  const second = now ? [changeOf(now), spark(now.spark)].filter((each) => each !== '').join('   ') : ''
  const text = second === '' ? first : `${first}\n${markup(second, 300)}`
  return [
    { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } },
    ...context([aboutOf(kpi)].filter((each) => each !== '')),
  ]
}

/** `Revenue` and its figure, or what it means where there is none. */
function lineBlocks(kpis: readonly KpiState[]): KnownBlock[] {
  const lists: KnownBlock[] = []
  for (let from = 0; from < kpis.length; from += linesInList) {
    const runs = kpis.slice(from, from + linesInList).flatMap((kpi, index): RichTextText[] => {
      const { now } = kpi
      const name = run(`${index > 0 ? '\n' : ''}${line(kpi.label, label)}`, { bold: true })
      if (!now) return [name, run(`   ${aboutOf(kpi)}`)]
      const rest = [line(now.period, label), changeOf(now), spark(now.spark)].filter((each) => each !== '')
      return [name, run(`   ${line(now.value, label)} ${rest.join('   ')}`)]
    })
    lists.push(rich(richSection(...runs)))
  }
  return lists
}

/** `Order value after discounts · Owner: finance` */
function aboutOf({ definition, owner }: KpiState): string {
  return [definition && line(definition, 200), owner && words.homeOwner(line(owner, label))]
    .filter((each) => each)
    .join(' · ')
}

function inMarkup(text: string): string {
  return markup(line(text, label), 2 * label)
}

/** `🟢 +4.2% on the week before`: green is what the catalog calls good, white neither. */
function changeOf({ change }: KpiNow): string {
  if (!change) return ''
  const mark = change.isGood === null ? '⚪' : change.isGood ? '🟢' : '🔴'
  return `${mark} ${line(change.words, label)}`
}
