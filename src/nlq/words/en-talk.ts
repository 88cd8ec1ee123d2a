/** English that leans on what was said before: follow-ups, and answers to what was asked back. Closed lists only. */
import type { QueryPart, ThreadHow } from '../meaning.ts'
import { list, table } from './lists.ts'

/** What leans on the turn before. */
export const threadWords: ReadonlyMap<string, ThreadHow> = table({
  which:
    'which of them | which of these | which of those | which one | which ones | who of them | what is the one | which one of them | which one of those | list them | name them | which are they | who are they | what are they | which were they | who were they',
  without:
    'remove | take out | take away | leave out | drop | hide | clear | get rid of | lose | omit | strip | skip | no more | reset | kick out | ditch',
  same: 'same for | the same for | same with | the same with | the same | same thing for | same but for | do the same for | same again for | same thing but for | same but | the same but | same thing | same thing but | the same thing for | the same thing but for | repeat for | repeat that for | repeat this for | same again | now do | now the same for | same question for | the same question for | switch to | change to | change it to | change that to | switch it to  | chart it | plot it | draw it | graph it | visualise it | visualize it | chart that | plot that | draw that | visualise that | visualize that | as a chart | as a graph | show the chart | show me the chart | show it as a chart | in a chart | turn it into | make that | make it',
  same_period:
    'the same period | same period | that period | the same time | same time | the same time frame | same time frame | same dates | the same dates | the same month | the same week | the same year | the same quarter | that month | that week | that quarter',
  what_about:
    'what about | how about | and what about | and how about | and for | and in | now for | and | no | ok and | so what about | then what about | and now | now | what of',
  meant:
    'i meant | i mean | no i meant | sorry i meant | i actually meant | rather i meant | actually i meant | i meant to say | i meant to ask for | correction | no i want | no i wanted | not that',
  only: 'only | just | only for | just for | limit to | limited to | restrict to | restricted to | filter to | only in | filter by | filter on | only show | narrow to | narrow down to | zoom in on | limit it to | limit that to | restrict it to | narrow it to | narrow it down to | filter it to | focus on | just show | filter for | just in | only the ones | just the ones',
  also: 'also by | and also by | additionally by | add | also | plus | and also | also show | include | too | as well | and add | put | bring back | put back | add back | with | also add | also for | also include | additionally | in addition | add in',
  instead: 'instead | rather',
  instead_of: 'instead of | rather than | in place of',
  back: 'go back | back | undo | previous answer | undo that | undo it | go back one step | go back one | step back | one step back | revert | revert that | back to the previous one | back to the previous answer | back to before | go back to the previous one | go back to the previous answer | go back to before | back one | return to the previous one | previous one please | as before | take that back | scrap that',
  it: 'their | theirs | its | of those | of these | of them | of that | of it | for those | for these | for them | for that | for it | in those | in these | among those | among these | among them | from those | from these | did they | do they | have they | were they | are they | does it | did it | was that | is that | was it | were those | are those | those | these | from them | in them | they | there | the same two | the same three | the same ones | the same four | same two | same three | same ones | for the same | of the same | in the same',
  why: 'why | why is that | why is this | why so | how come | drove | driving | drives | driver | drivers | cause | causes | caused | causing | behind | reason | reasons | explain | explains | explained | explanation | so low | so high | so bad | so good | so much | so little | this high | this low | that high | that low | what happened | what happened there | whats going on | moved it | moved that | responsible | due to what | contributed | contributed most | contributed the most',
  others:
    'the others | others | the rest | all others | all the others | all other | other | the other | other ones | the other ones | the remaining | remaining | the remaining ones | everyone else | everything else | everybody else | elsewhere | all the other | all the rest | and the others | and the rest | rest',
  further:
    'further | further by | break it down further | break it down further by | break that down further | break that down further by | break this down further by | broken down further | broken down further by | break them down further by | break down further | break down further by | further broken down by | split further by | split it further by | further split by | drill down | drill down to | drill down by | drill down into | drill into | drill to | drill in | drill deeper | go deeper | deeper | deeper by | one level deeper | in more detail | more detail | more granular | a level deeper | one level down | more finely | go one level deeper | next level',
  flip: 'the other way | the other way round | the other way around | other way round | other way around | sorted the other way | sort it the other way | sort the other way | sort them the other way | sorted the other way around | sorted the other way round | reverse | reversed | reverse it | reverse order | reverse the order | in reverse order | in reverse | invert | inverted | flip | flip it | flip the order | opposite order | in the opposite order | in opposite order | backwards | reverse the sort | reverse sort | reverse the sorting | change the order | the opposite order | upside down',
  all: 'all of them | show all | show all of them | show them all | all | all again | list all | list them all | see all | the full list | full list | the complete list | complete list | no limit | everything | show everything | the whole list | everywhere | overall | worldwide | unfiltered | all data | in general | all rows',
})

/** Where such words have to stand to mean that: before all else, after all else, or with nothing else; the rest anywhere. */
export const threadPlaces: ReadonlyMap<ThreadHow, 'opens' | 'whole'> = new Map([
  ['which', 'opens'],
  ['without', 'opens'],
  ['same', 'opens'],
  ['what_about', 'opens'],
  ['meant', 'opens'],
  ['also', 'opens'],
  ['back', 'whole'],
  ['all', 'whole'],
])

/** What closes a follow-up: "and orders too", "put Germany back". */
export const threadClosers: ReadonlySet<string> = new Set(['too', 'as well', 'also', 'back', 'again'])

/** What people say before they go on. */
export const interjections = list(
  'oh hmm hm ah aha sorry wait no nope yes yeah yep right alright great nice cool good perfect fine interesting ok okay thanks super hey please so well now then and but actually',
)

/** Parts of a query as people call them when they take one away. */
export const queryParts: ReadonlyMap<string, QueryPart> = table({
  filters: 'filter | filters | filtering | restriction | restrictions | selection',
  breakdown:
    'breakdown | breakdowns | split | splits | grouping | groups | segments | segmentation | dimension | dimensions | split by',
  period:
    'period | date range | dates | time range | time filter | date filter | time period | timeframe | time frame | period filter | time limit | date limit | the time restriction',
  comparison: 'comparison | comparisons | compare',
  order: 'sorting | order | ordering | sort | sort order',
  limit: 'limit | top n | cutoff | cut off | ranking',
  share: 'share | shares | percentage | percentages | percent',
})

/** Around a reply that says in other words what was not understood. */
export const mendingWords = list(
  'i meant mean it was that is should be try use take then instead rather say lets let us with how about what make the',
)
/** Before the part of a question that a reply is to fill. */
export const placeWords = list('by per in for from at of on with across within')

/** Which of the choices a word picks, from 0. */
export const choiceWords: ReadonlyMap<string, number> = new Map([
  ...['first', '1', '1st', 'a', 'former', 'one', 'i'].map((word) => [word, 0] as const),
  ...['second', '2', '2nd', 'b', 'two', 'ii'].map((word) => [word, 1] as const),
  ...['third', '3', '3rd', 'c', 'three', 'iii'].map((word) => [word, 2] as const),
  ...['fourth', '4', '4th', 'd', 'four', 'iv'].map((word) => [word, 3] as const),
])
export const lastChoiceWords = list('last latter final')
export const noChoiceWords = list('neither none nothing')

/** After these a part of the query is meant by its name. */
export const removers = list(
  'remove removing take leave drop hide clear rid lose omit strip skip no without reset not delete ditch',
)
