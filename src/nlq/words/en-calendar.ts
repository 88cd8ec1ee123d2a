/** English of the calendar: closed lists that the phrases for periods are made of. */
import type { Grain } from '../../analytics/catalog.ts'
import type { Unit } from '../../analytics/period.ts'
import { list } from './lists.ts'

/** Before a unit: the one that is over, going on, to come. */
export const backWords = list('last previous past prior preceding recent trailing latest rolling')
export const nowWords = list('this current ongoing present')
export const nextWords = list('next upcoming coming following')
/** Of a unit without a number these count back from now rather than by the calendar: the past week. */
export const slidingWords = list('past trailing rolling')
/** Say that a unit is whole, which it is anyway. */
export const wholeWords = ['full', 'complete', 'completed', 'whole', 'entire', 'calendar', 'consecutive']
export const fiscalWords = list('fiscal financial fy')

/** Units by their nouns, with how many of the calendar's each stands for. */
export const units: ReadonlyMap<string, { readonly unit: Unit; readonly times: number }> = new Map(
  (
    [
      ['minute', 1, 'minute minutes min mins'],
      ['hour', 1, 'hour hours hr hrs'],
      ['day', 1, 'day days'],
      ['week', 1, 'week weeks wk wks'],
      ['week', 2, 'fortnight fortnights'],
      ['month', 1, 'month months mth mths'],
      ['quarter', 1, 'quarter quarters qtr qtrs'],
      ['half', 1, 'half halves semester semesters halfyear'],
      ['year', 1, 'year years yr yrs'],
      ['year', 10, 'decade decades'],
    ] as const
  ).flatMap(([unit, times, words]) => words.split(' ').map((word) => [word, { unit, times }] as const)),
)
/** Units glued to their number: 7d, 12mo. */
export const gluedUnits: ReadonlyMap<string, Grain> = new Map([
  ...(['h', 'hr', 'hrs', 'hour', 'hours'] as const).map((word) => [word, 'hour'] as const),
  ...(['d', 'day', 'days'] as const).map((word) => [word, 'day'] as const),
  ...(['w', 'wk', 'wks', 'week', 'weeks'] as const).map((word) => [word, 'week'] as const),
  ...(['m', 'mo', 'mos', 'mth', 'mths', 'month', 'months'] as const).map((word) => [word, 'month'] as const),
  ...(['q', 'qtr', 'qtrs', 'quarter', 'quarters'] as const).map((word) => [word, 'quarter'] as const),
  ...(['y', 'yr', 'yrs', 'year', 'years'] as const).map((word) => [word, 'year'] as const),
])

/** All there is. */
export const allTimePhrases = [
  'all time',
  'of all time',
  'ever',
  'since the beginning',
  'from the beginning',
  'since inception',
  'since launch',
  'since day one',
  'inception to date',
  'life to date',
  'all history',
  'the whole history',
  'entire history',
  'all years',
  'for all years',
  'over all years',
  'across all years',
  'all dates',
  'lifetime',
  'to date overall',
  'for all time',
  'across all time',
  'all of history',
  'of all times',
  'historically',
]

/** Words before a date that leave one end of a stretch open. */
export const openEnds: ReadonlyMap<string, 'since' | 'after' | 'before' | 'until'> = new Map(
  (
    [
      [
        'since',
        'ever since | since | starting from | starting in | starting on | starting with | starting | beginning in | beginning on | beginning with | as from',
      ],
      ['after', 'after | later than | following'],
      ['before', 'before | prior to | earlier than'],
      [
        'until',
        'up to and including | up until | up to | until | till | through | thru | to the end of | by the end of | no later than',
      ],
    ] as const
  ).flatMap(([kind, phrases]) => phrases.split(' | ').map((phrase) => [phrase, kind] as const)),
)

export const ordinals: ReadonlyMap<string, number> = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'
    .split(' ')
    .map((word, at) => [word, at + 1] as const),
)
/** At the start or the end of a stretch, when a number of units follows. */
export const firstWords = list('first opening initial')
export const lastWords = list('last final closing')

/** Parts of a period that are not exact. */
export const edges: ReadonlyMap<string, 'start' | 'early' | 'middle' | 'late' | 'end'> = new Map([
  ['start', 'start'],
  ['beginning', 'start'],
  ['early', 'early'],
  ['mid', 'middle'],
  ['middle', 'middle'],
  ['late', 'late'],
  ['end', 'end'],
  ['close', 'end'],
])

export const decades: ReadonlyMap<string, number> = new Map(
  'twenties thirties forties fifties sixties seventies eighties nineties'
    .split(' ')
    .map((word, at) => [word, 1920 + 10 * at] as const),
)

/** First month of each season, north of the equator. */
export const seasons: ReadonlyMap<string, number> = new Map([
  ['spring', 3],
  ['summer', 6],
  ['autumn', 9],
  ['fall', 9],
  ['winter', 12],
])

/** Times of day that nobody has settled: hours from and to that each may mean. */
export const dayParts: ReadonlyMap<string, readonly (readonly [number, number])[]> = new Map([
  [
    'morning',
    [
      [6, 12],
      [0, 12],
    ],
  ],
  [
    'afternoon',
    [
      [12, 18],
      [12, 17],
    ],
  ],
  [
    'evening',
    [
      [18, 24],
      [17, 22],
    ],
  ],
  [
    'night',
    [
      [22, 30],
      [18, 24],
    ],
  ],
])

/** Days with names: by date, by weekday of a month (counted from the end when negative), or by days from Easter Sunday. */
export const feasts: readonly {
  readonly words: readonly string[]
  readonly month?: number
  readonly day?: number
  readonly weekday?: number
  readonly number?: number
  readonly easter?: number
  /** What it is called in the calendars of countries, where they decide. */
  readonly national?: string
  /** Days after the day the rule gives. */
  readonly plus?: number
  /** "Over Christmas": days before and after its day that each reading takes. */
  readonly around?: readonly (readonly [number, number])[]
}[] = [
  { words: ['new years day', 'new year s day', 'new year', 'new years'], month: 1, day: 1 },
  { words: ['valentines day', 'valentine s day'], month: 2, day: 14 },
  { words: ['st patricks day', 'st patrick s day'], month: 3, day: 17 },
  { words: ['good friday'], easter: -2 },
  { words: ['easter sunday', 'easter day'], easter: 0 },
  { words: ['easter', 'easter weekend'], easter: 0, around: [[-2, 2]] },
  { words: ['easter monday'], easter: 1 },
  { words: ['ascension day'], easter: 39 },
  { words: ['whit monday', 'pentecost monday'], easter: 50 },
  { words: ['halloween'], month: 10, day: 31 },
  { words: ['thanksgiving', 'thanksgiving day'], month: 11, weekday: 4, number: 4, national: 'thanksgiving day' },
  { words: ['black friday'], month: 11, weekday: 4, number: 4, plus: 1 },
  { words: ['cyber monday'], month: 11, weekday: 4, number: 4, plus: 4 },
  { words: ['christmas eve'], month: 12, day: 24 },
  {
    words: ['christmas', 'christmas day', 'xmas', 'xmas day'],
    month: 12,
    day: 25,
    around: [
      [-1, 2],
      [-1, 8],
    ],
  },
  { words: ['boxing day'], month: 12, day: 26 },
  { words: ['new years eve', 'new year s eve'], month: 12, day: 31 },
  ...[
    ['labor day', 'labor day', 'labour day'],
    ['memorial day', 'memorial day'],
    ['independence day', 'independence day'],
    ['juneteenth', 'juneteenth'],
    ['veterans day', 'veterans day', 'veteran s day'],
    ['columbus day', 'columbus day'],
    ['washingtons birthday', 'presidents day', 'president s day', 'washington s birthday'],
    ['martin luther king jr. day', 'mlk day', 'martin luther king day', 'martin luther king jr day'],
    ['bastille day', 'bastille day'],
    ['republic day', 'republic day'],
    ['constitution day', 'constitution day'],
    ['victory day', 'victory day'],
    ['armistice day', 'armistice day'],
    ['liberty day', 'liberty day'],
    ['canada day', 'canada day'],
    ['australia day', 'australia day'],
    ['anzac day', 'anzac day'],
    ['kings day', 'king s day', 'kings day'],
    ['assumption', 'assumption', 'assumption day'],
    ['all saints day', 'all saints day', 'all saints'],
    ['corpus christi', 'corpus christi'],
    ['epiphany', 'epiphany'],
    ['immaculate conception', 'immaculate conception'],
    ['midsummer day', 'midsummer day', 'midsummer'],
  ].map(([national = '', ...names]) => ({ words: names, national })),
]

/** Ways to ask for buckets that are no single word: on a daily basis, from month to month, over the years. */
export const grainPhrases: ReadonlyMap<string, Grain> = new Map(
  (
    [
      ['minute', 'minute'],
      ['hour', 'hourly'],
      ['day', 'daily'],
      ['week', 'weekly'],
      ['month', 'monthly'],
      ['quarter', 'quarterly'],
      ['year', 'yearly'],
      ['year', 'annual'],
    ] as const
  ).flatMap(([grain, adverb]) =>
    [
      ...['on a', 'on an', 'on', 'a', 'an'].map((lead) => `${lead} ${adverb} basis`),
      ...['at', 'at a', 'at the', 'on a', 'on the'].map((lead) => `${lead} ${adverb} level`),
      ...['at', 'with', 'in'].flatMap((lead) => [`${lead} ${adverb} granularity`, `${lead} a ${adverb} granularity`]),
      ...['steps', 'intervals', 'buckets'].map((steps) => `in ${adverb} ${steps}`),
      `${grain}wise`,
      `${grain} to ${grain}`,
      `from ${grain} to ${grain}`,
      ...['over', 'through', 'across', 'throughout'].map((lead) => `${lead} the ${grain}s`),
      // A level is taken at the end of each bucket anyway.
      ...['at the end of each', 'at the end of every', 'at the close of each', 'at each', 'by'].map((lead) =>
        lead.endsWith('of each') || lead.endsWith('every') ? `${lead} ${grain}` : `${lead} ${grain} end`,
      ),
    ].map((phrase) => [phrase, grain] as const),
  ),
)
/** Buckets of the fiscal calendar. */
export const fiscalGrains: ReadonlyMap<string, Grain> = new Map(
  (['quarter', 'year'] as const).flatMap((grain) =>
    ['fiscal', 'financial'].flatMap((lead) =>
      [`${lead} ${grain}`, `${lead} ${grain}s`].map((phrase) => [phrase, grain] as const),
    ),
  ),
)

/** Public holidays, whichever there are. */
export const holidayPhrases: readonly string[] = [
  'holidays',
  ...['public', 'bank', 'national', 'federal', 'legal', 'official', 'statutory'].flatMap((kind) =>
    ['holiday', 'holidays'].flatMap((noun) => [`${kind} ${noun}`, `a ${kind} ${noun}`]),
  ),
]

/** Weekends against weekdays, either first. */
export const weekendsAgainstWeekdays: readonly string[] = [
  'vs',
  'versus',
  'and',
  'or',
  'against',
  'compared to',
  'compared with',
  'than',
  'than on',
  'vs on',
  'and on',
  'over',
  '',
].flatMap((joint) =>
  ['weekday', 'weekdays', 'working days', 'workdays', 'business days'].flatMap((day) =>
    ['weekend', 'weekends'].flatMap((end) =>
      [`${day} ${joint} ${end}`, `${end} ${joint} ${day}`].map((phrase) => phrase.replace('  ', ' ')),
    ),
  ),
)

/** Every word of these lists. */
export const wordsOfCalendar: ReadonlySet<string> = new Set([
  'recently',
  'lately',
  ...backWords,
  ...nowWords,
  ...nextWords,
  ...wholeWords,
  ...fiscalWords,
  ...units.keys(),
  ...[...openEnds.keys()].flatMap((phrase) => phrase.split(' ')),
  ...ordinals.keys(),
  ...firstWords,
  ...lastWords,
  ...edges.keys(),
  ...decades.keys(),
  ...seasons.keys(),
  ...dayParts.keys(),
  ...feasts.flatMap(({ words }) => words.flatMap((phrase) => phrase.split(' '))),
])
