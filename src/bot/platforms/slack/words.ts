/** What stands on Slack's own buttons, menus and pages, in English. */
import type { ChartKind } from '../../../analytics/chart-kinds.ts'

export const words = {
  moreBreakdowns: 'Break down by…',
  moreCompare: 'Compare with…',
  moreQuestions: 'Ask next…',
  moreChoices: 'More choices…',
  changeChart: 'Change chart…',
  showSql: 'Show SQL',
  csv: 'Download CSV',
  share: 'Share with channel',
  snooze: 'Snooze…',
  /** Slack has no colours of its own to tell them by. */
  alertKind: (kind: string, mark: 'info' | 'warning' | 'critical' | 'resolved') => `${alertMarks[mark]} ${kind}`,
  choose: 'Choose',
  ask: 'Ask',
  good: 'Good answer',
  bad: 'Bad answer',

  /** A phone shows some twenty characters of a button. */
  compare: (label: string) => label.replace(/^Compare with /, 'vs '),
  figure: (label: string) => `${label}: `,
  before: (value: string) => `, before ${value}`,
  change: (change: string, shares: readonly string[]) =>
    `, change ${change}${shares.length > 0 ? ` (${shares.join(', ')})` : ''}`,
  columnBefore: 'Before',
  columnChange: 'Change',
  columnChangePercent: 'Change, %',
  caption: (figures: string, keys: string) => `${figures} by ${keys}`,
  firstRows: (shown: number, all: number) =>
    `First ${shown} of ${all.toLocaleString('en')} rows; the CSV has all of them.`,
  newestRows: (shown: number, all: number) =>
    `Newest ${shown} of ${all.toLocaleString('en')} rows; the CSV has all of them.`,
  firstColumns: (shown: number, all: number) => `First ${shown} of ${all} columns; the CSV has all of them.`,
  more: (count: number) => `… and ${count.toLocaleString('en')} more`,

  notTaken: 'I could not take this just now. Please try again in a minute.',
  chart: 'Chart',
  pictureMissing: 'The chart could not be shown here.',
  fileSentDirectly: 'The file is in your direct messages with me, where only you see it.',
  fileMissing: 'The file could not be added here. Press “Download CSV” to try again.',

  statusReading: 'is reading the question…',
  statusQuerying: 'is asking the database…',

  sqlGoesOn: 'The query goes on; whoever runs Tidings finds the whole of it in the audit log.',

  feedbackTitle: 'What went wrong?',
  feedbackSend: 'Send',
  feedbackCancel: 'Cancel',
  feedbackWrong: 'What was wrong?',
  feedbackWrongHint: 'The number, the period, the breakdown, or what was understood.',
  feedbackExpected: 'What did you expect?',
  feedbackExpectedHint: 'A figure you know to be right, or the question put another way.',
  feedbackEmpty: 'Please say what was wrong.',
  feedbackNotKept: 'This could not be kept just now. Please send it again in a minute.',
  feedbackThanks: 'Thank you. The people who run Tidings will look at it.',

  homeHello: (name: string | null) => (name === null ? 'Hello' : `Hello, ${name}`),
  homeIntro: 'Ask about your business in plain words, here or in any channel I am in.',
  homeQuestions: 'Try a question',
  homeKpis: 'KPIs',
  homeFollows: 'You follow',
  homeFollowsNothing: 'Nothing yet.',
  homeHelp: 'How to ask',
  homeOwner: (owner: string) => `Owner: ${owner}`,
  homeMoreKpis: (count: number) =>
    `… and ${count.toLocaleString('en')} more ${count === 1 ? 'KPI' : 'KPIs'}. Send me “kpis” for the whole list.`,
  homeLook: 'Show one in full…',
  homeNoKpis: 'There are no KPIs here that you have rights on.',
} as const

const alertMarks = { info: '🔵', warning: '🟠', critical: '🔴', resolved: '🟢' } as const

export const chartNames: Readonly<Record<ChartKind, string>> = {
  line: 'Line chart',
  multi_line: 'Lines, one for each',
  area: 'Area chart',
  bar: 'Bar chart',
  grouped_bar: 'Grouped bars',
  stacked_bar: 'Stacked bars',
  pie: 'Pie chart',
  histogram: 'Histogram',
  heatmap: 'Heat map',
  scatter: 'Scatter plot',
  number: 'Number',
  table: 'Table',
}
