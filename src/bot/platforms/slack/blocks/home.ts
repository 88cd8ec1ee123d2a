/** App Home: what to ask, how the KPIs stand, who owns them. */
import type { HeaderBlock, HomeView, KnownBlock, RichTextText } from '@slack/types'
import type { KpiGroup, KpiState, Overview } from '../../../overview.ts'
import { words } from '../words.ts'
import { choiceBlocks } from './choices.ts'
import { actions, bold, button, context, plain, rich, richSection, run, select, type Pressable } from './elements.ts'
import { line, markup } from './escape.ts'
import { limits } from './limits.ts'
import { prose } from './prose.ts'
import { spark } from './spark.ts'

const mostQuestions = 4
/** Up to so many KPIs have a line of definition and a button each; more are listed closely, with a menu. */
const mostInFull = 24
const mostListed = 150
const linesInList = 25
const mostGroups = 20
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

function kpiBlocks(groups: readonly KpiGroup[]): KnownBlock[] {
  const count = groups.reduce((sum, { kpis }) => sum + kpis.length, 0)
  if (count === 0) return prose(words.homeNoKpis, longestList)
  const areFew = count <= mostInFull && groups.length <= mostGroups
  let left = areFew ? count : mostListed
  const blocks: KnownBlock[] = []
  let shown = 0
  for (const [index, group] of groups.slice(0, mostGroups).entries()) {
    const kpis = group.kpis.slice(0, left)
    left -= kpis.length
    shown += kpis.length
    if (kpis.length === 0) continue
    blocks.push(bold(group.label, label))
    blocks.push(...(areFew ? kpis.flatMap((kpi, at) => inFull(kpi, `${index}.${at}`)) : closely(kpis, index)))
  }
  return shown < count ? [...blocks, ...context([words.homeMoreKpis(count - shown)])] : blocks
}

/** Name, figure and course, with a button that asks for it; its meaning and its owner in small print. */
function inFull(kpi: KpiState, which: string): KnownBlock[] {
  const ask = button(asking(`kpi.${which}`, words.show, kpi.question), kpi.question)
  const about = [kpi.definition, kpi.owner === null ? null : words.homeOwner(kpi.owner)].filter((each) => each !== null)
  const figures = figuresOf(kpi).join('   ')
  return [
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: `*${markup(line(kpi.label, label), 2 * label)}*\n${markup(figures, 600)}`,
        verbatim: true,
      },
      ...(ask ? { accessory: ask } : {}),
    },
    ...context(about.length > 0 ? [about.join(' · ')] : []),
  ]
}

function closely(kpis: readonly KpiState[], group: number): KnownBlock[] {
  const lists: KnownBlock[] = []
  for (let from = 0; from < kpis.length; from += linesInList) {
    const runs = kpis
      .slice(from, from + linesInList)
      .flatMap((kpi, index): RichTextText[] => [
        run(`${index > 0 ? '\n' : ''}${line(kpi.label, label)}`, { bold: true }),
        run(`   ${figuresOf(kpi).join('   ')}`),
      ])
    lists.push(rich(richSection(...runs)))
  }
  const asked = kpis.map((kpi) => ({ label: kpi.label, value: kpi.question }))
  return [...lists, ...actions([select(`kpis.${group}`, words.homeLook, asked, 'ask')])]
}

/** `€1.2M last week`, `▲ +4.2% on the week before 🟢`, `▂▃▅▇` */
function figuresOf({ now }: KpiState): readonly string[] {
  if (now === null) return [words.homeNoFigure]
  const change =
    now.change && `${arrows[now.change.direction]} ${line(now.change.words, label)}${mark(now.change.isGood)}`
  const course = spark(now.spark)
  const value = `${line(now.value, label)} ${line(now.period, label, '')}`.trim()
  return [value, ...(change === null ? [] : [change]), ...(course === '' ? [] : [course])]
}

const arrows = { up: '▲', down: '▼', flat: '●' } as const

function mark(isGood: boolean | null): string {
  return isGood === null ? '' : isGood ? ' 🟢' : ' 🔴'
}
