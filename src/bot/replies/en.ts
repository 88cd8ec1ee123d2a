/** The sentences that people read in replies, in English. Numbers and dates come formatted. */
import type { ModelOutcome } from '../../nlq/model-use.ts'

export const words = {
  asOf: (moment: string) => `data as of ${moment}`,
  behind: (minutes: number) => `events are ${minutes === 1 ? '1 minute' : `${minutes} minutes`} behind`,
  corrected: (from: string) => `late events corrected what was since ${from}`,
  rows: (count: number) => (count === 1 ? '1 row' : `${count} rows`),
  cutOff: (count: number) => `cut off after ${count} rows`,
  source: (sources: readonly string[]) => `from ${sources.join(' and ')}`,
  underRole: (role: string) => `under the rights of ${role}`,
  more: (count: number) => `… and ${count} more`,
  difference: (first: string, second: string, far: string) => `• ${first} less ${second}: ${far}`,
  nothing: 'No data matched.',
  empty: '(empty)',
  yes: 'yes',
  no: 'no',

  breakDown: (dimension: string) => `By ${dimension.toLowerCase()}`,
  overTime: (grain: string) => `By ${grain}`,
  comparePrevious: 'Compare with the period before',
  compareYear: 'Compare with a year ago',

  help: (kpis: readonly string[], questions: readonly string[], howTo: readonly string[]) =>
    [
      `Ask about ${list(kpis)} in plain words, and I answer with a number you can trace.`,
      ...(questions.length > 0 ? ['For example:', ...questions.map((question) => `• ${question}`)] : []),
      ...howTo,
    ].join('\n'),
  goOn: (dimension: string | null) =>
    `Go on from an answer: ${dimension === null ? '' : `"by ${dimension}", `}"compared with the year before", "why". "Start over" forgets what was said.`,
  lookUp: (kpi: string) => `"kpis" lists what is here, "what is ${kpi}" says how it is measured.`,
  buttons:
    'The buttons under an answer break it down and compare it, show its SQL, give all rows as CSV and draw it another way. Thumbs up or down tell the people who run this whether it was right.',
  kpis: (lines: readonly string[]) => ['These KPIs are here:', ...lines.map((line) => `• ${line}`)].join('\n'),
  unknownKpi: (name: string) => `There is no KPI called ${name} here.`,
  freshness: (lines: readonly string[]) => lines.join('\n'),
  freshnessOf: (view: string, moment: string, from: string | null) =>
    `${view}: data as of ${moment}${from === null ? '' : `, beginning on ${from}`}`,
  dimensions: (lines: readonly string[]) =>
    ['Figures can be broken down and filtered:', ...lines.map((line) => `• ${line}`)].join('\n'),
  dimensionsOf: (view: string, dimensions: readonly string[], hasTime: boolean) =>
    `${view}: by ${[...dimensions, ...(hasTime ? ['time'] : [])].join(', ')}`,
  isDimension: (label: string, views: readonly string[]) =>
    `Figures of ${list(views)} can be broken down by ${label.toLowerCase()}.`,
  isMember: (value: string, dimension: string) => `${value} is a value of ${dimension} here.`,
  noMoment: (view: string) => `${view}: has no time, so it cannot tell how current it is`,
  forgotten: 'Done: I start afresh with your next question.',
  notYet: {
    digest: 'Digests cannot be set up here yet.',
  },

  /** What people are told when a model that was to help could not be asked; null when it was. */
  model(outcome: ModelOutcome): string | null {
    switch (outcome) {
      case 'unreachable':
      case 'too slow':
      case 'refused':
      case 'request refused':
      case 'unusable output':
        return 'The language model that helps with other wordings cannot be asked just now; questions in the usual words work as ever.'
      case 'over budget':
        return "Today's budget for the language model is used up; questions in the usual words work as ever, and it helps again tomorrow."
      case 'used':
      case 'declined':
      case 'not admitted':
      case 'cancelled':
        return null
    }
  },

  commentaryLabel: "In a model's words, each held to the figures",
  commentary: (text: string) => `${words.commentaryLabel}: ${text}`,

  sql: {
    headline: 'Unverified SQL',
    unverified: 'Unverified SQL: nobody has checked that it answers the question.',
    offer: (sql: string) =>
      `No KPI answers that. A language model wrote this SQL for it; nobody has checked that it answers the question. To run it, press the button, or say "Run SQL:" and the statement.\n${sql}`,
    runIt: 'Run this SQL',
    run: (sql: string) => `Run SQL: ${sql}`,
    refused: (because: string) => `That SQL may not run. ${because}`,
    notVouched: 'SQL cannot be verified: a verified answer is a query of KPIs.',
    standsAlone:
      'The answer before this was unverified SQL, which I cannot go on from just now. Ask the whole question again, with everything that belongs to it.',
    noRights: 'No role that you have here may run SQL.',
    off: 'SQL is switched off here by now, so this cannot be run again.',
    shown: 'The unverified SQL behind this answer, as it was written:',
    tooWide: 'One row alone is larger than an answer may be (1 MB). Ask for fewer columns, or for less of a text.',
    broke: (state: string) =>
      `That SQL could not be run: ${sqlStates[state] ?? 'the database refused it'} (SQLSTATE ${state}).`,
    csvCut: (rows: number) =>
      `The first ${wholeNumber(rows)} as CSV, which is as much as such SQL gives. Unverified SQL: nobody has checked that it answers the question.`,
    by: (figures: string, keys: string) => `${figures} by ${keys}`,
    chart: (headline: string, asOf: string | null) => (asOf === null ? headline : `${headline}; data as of ${asOf}`),
    zone: (zone: string) => `times of ${zone}`,
    column: (number: number) => `Column ${number}`,
  },

  tooLong: (length: number, most: number) =>
    `That is ${length.toLocaleString('en')} characters long; a question has at most ${most.toLocaleString('en')}. Ask it in a sentence.`,
  noRights: 'You have no rights on any KPI here. The owner of the catalog can give you a role (access.people).',
  together: ([one, other]: readonly [string, string]) =>
    `No single one of your roles sees all of this: it takes ${one} and ${other} together, and roles are never mixed. Ask for each part on its own.`,
  beyondPlace: 'This goes beyond what may be shown here, so only you see it.',
  replyGone: 'I no longer have the answer that this belongs to. Ask the question again.',
  noFigures: 'There are no figures behind this message.',
  isShared: 'Everybody here can see this answer already.',
  shared: (name: string | null) => (name === null ? 'Shared by a colleague:' : `${name} shared:`),
  cannotShare: 'This goes beyond what may be shown here, so I cannot share it. Only you have seen it.',
  sqlOf: (understood: string) => `The query behind: ${understood}`,
  csvOf: (rows: number, understood: string) => `${wholeNumber(rows)} as CSV: ${understood}`,
  csvCut: (rows: number, understood: string) =>
    `The first ${wholeNumber(rows)} as CSV, which is as much as a file takes: ${understood}`,

  readAs: (understood: string) => `Understood as: ${understood}.`,
  notOverYet: 'The period is not over yet: the figure is of what has happened so far.',
  moreRows: 'There are more rows than were read.',
  onlyRows: (dimension: string, values: readonly string[]) => `${dimension} is ${list(values, 'disjunction')}`,
  underYourRole: (role: string, filter: string) => `Your role, ${role}, only sees rows where ${filter}.`,
  moreBehind: 'The query itself is under "Show SQL".',
  cannotExplain: (because: string) => `I cannot explain this figure to you. ${because}`,
  nothingToExplain:
    'I can explain the figures in my own answers, and messages that ask for one. I found no figure of this catalog in this one.',

  allTime: 'of all there is',
  lastPeriod: (grain: string) => `last ${grain}`,
  comparedQuestion: (kpi: string, grain: string) => `${kpi} last ${grain} compared with the ${grain} before`,
  courseQuestion: (kpi: string, grain: string) => `${kpi} by ${grain}`,
  sameAs: (grain: string) => `the same as the ${grain} before`,
  changedBy: (change: string, grain: string) => `${change} on the ${grain} before`,
  changedFrom: (before: string, grain: string) => `from ${before} the ${grain} before`,

  givenUp: (because: string) => `it could not be delivered for half an hour (${because})`,
  notDelivered: (because: string) =>
    `My answer could not be delivered where you asked: ${because}. Ask me here instead, or have me let in there again.`,
  pictureFailed: 'The chart could not be drawn this time; the numbers are complete.',
  pictureLeftOut:
    'Too many charts are being drawn right now, so this answer comes without one; the numbers are complete. Ask again in a minute to see it.',

  failed: {
    timed_out: 'The database took longer than it may. Ask for a shorter period or fewer groups.',
    cancelled: 'The question was withdrawn before it was answered.',
    unreachable:
      'The database cannot be reached right now. Try again in a minute; whoever runs Tidings sees why in `tidings doctor`.',
    refused:
      'The query was not admitted by the guard, so it was not run. This should not happen: please report the question.',
    database: 'The database refused the query. Whoever runs Tidings finds the reason in the audit log.',
    internal:
      'Something went wrong on our side, and the number would not be safe to show. It is logged; try again or ask differently.',
  },
} as const

export type FailureCode = keyof typeof words.failed

function wholeNumber(rows: number): string {
  return rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`
}

/** In PostgreSQL's manual, appendix A; those that a statement meets which the guard admits. */
const sqlStates: Readonly<Record<string, string>> = {
  '22003': 'a number is too large for its type',
  '22007': 'a text is no date',
  '22008': 'a date lies beyond what the database knows',
  '22012': 'it divides by zero',
  '22P02': 'a text is not of the type that it is taken for',
  '21000': 'a subquery gives more than one row where one is wanted',
  '42725': 'it leaves open which function or operator is meant',
  '42803': 'a column is neither grouped by nor aggregated',
  '42804': 'it brings together types that do not fit',
  '42883': 'no function or operator takes those types',
  '53400': 'it takes more than the database grants',
}

/** `a, b and c` */
function list(items: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  return new Intl.ListFormat('en', { type }).format(items)
}
