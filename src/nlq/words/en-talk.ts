/** English that is about the conversation rather than the figures: follow-ups, commands, small talk, orders. Closed lists only. */
import type { QueryPart, ThreadHow } from '../meaning.ts'
import type { CommandName } from '../plan.ts'
import { list, table } from './lists.ts'

/** What leans on the turn before. */
export const threadWords: ReadonlyMap<string, ThreadHow> = table({
  which:
    'which of them | which of these | which of those | which one | which ones | who of them | what is the one | which one of them | which one of those',
  without:
    'remove | take out | take away | leave out | drop | hide | clear | get rid of | lose | omit | strip | skip | no more | reset | kick out | ditch',
  same: 'same for | the same for | same with | the same with | the same | same thing for | same but for | do the same for | same again for | same thing but for | same but | the same but | same thing | same thing but | the same thing for | the same thing but for | repeat for | repeat that for | repeat this for | same again | now do | now the same for | same question for | the same question for | switch to | change to | change it to | change that to | switch it to | turn it into | make that | make it',
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
  'oh hmm hm ah aha sorry wait no nope yes yeah yep right alright great nice cool good perfect fine interesting ok okay thanks super wow hey please so well now then and but actually',
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

/** Words a question that wants something done to the data holds. Whole words only, checked when nothing else explains them. */
export const writeWords = list(
  'delete drop truncate insert update alter remove modify overwrite erase wipe rename set change edit grant revoke',
)
export const smallTalkWords = list(
  'joke weather love marry name old feel feeling doing morning evening night bye goodbye cool awesome great nice sup yo lol haha funny alive human robot ai chatgpt gpt favorite favourite meaning life sing poem story',
)

/** Words that English sentences hold and other languages' sentences mostly do not; used only to recognise another language. */
export const otherLanguages: readonly { readonly language: string; readonly words: ReadonlySet<string> }[] = [
  {
    language: 'German',
    words: list(
      'der die das und ist wie wieviel viel war im nach letzte letzten letzter letztes woche monat jahr umsatz zeige mir bitte fur pro den dem ein eine einen hoch hatten haben wir welche welcher sind von mit nicht gestern heute',
    ),
  },
  {
    language: 'French',
    words: list(
      'le la les des du et est quel quelle quels quelles combien par mois semaine annee dernier derniere chiffre affaires montre moi pour dans avec nous avons etait sont une un au aux hier ventes',
    ),
  },
  {
    language: 'Spanish',
    words: list(
      'el los las de del y es cual cuales cuanto cuantos cuantas por mes semana ano pasado pasada ventas ingresos muestra muestrame para con en una un fue fueron tenemos ayer hoy',
    ),
  },
  {
    language: 'Italian',
    words: list(
      'il lo gli della delle e qual quale quanto quanti quante per mese settimana anno scorso scorsa vendite ricavi mostra mostrami con nel nella una un abbiamo sono ieri oggi',
    ),
  },
  {
    language: 'Portuguese',
    words: list(
      'os as da dos das e qual quais quanto quantos quantas por mes semana ano passado passada vendas receita mostre para com em uma um foi foram temos ontem hoje',
    ),
  },
  {
    language: 'Dutch',
    words: list(
      'de het een en is hoeveel per maand week jaar vorige afgelopen omzet toon mij voor van met hebben wij waren gisteren vandaag welke',
    ),
  },
]

/** Whole texts (folded words, one space between) that are commands. `name` is a KPI's name. */
export const commandPatterns: readonly { readonly command: CommandName; readonly pattern: RegExp }[] = [
  {
    command: 'help',
    pattern:
      /^(?:hi |hello |hey |please )*(?:help|help me|help please|i need help|can you help me|what can you do|what do you do|what are you|who are you|how do i use (?:this|you)|how does this work|how do you work|what is this|usage|commands|what are you able to do|what can you do for me|what can you help (?:me )?with)(?: please)?$/,
  },
  {
    command: 'reset',
    pattern:
      /^(?:ok |okay |please |no |lets |let us |can we |can you |i want to )*(?:start (?:over|again|afresh|fresh|anew|from scratch|new)|reset(?: everything| all| it| the conversation| this conversation| the thread| this)?|clear(?: everything| all| the conversation| the thread| the chat| history| the history)?|forget (?:it|that|this|everything|all that|all of that|about that|about it|the above|what i said|what i asked)|new (?:question|topic|conversation|thread|chat)|never ?mind(?: that)?|begin again|from scratch|different (?:question|topic)|change (?:of )?(?:the )?(?:subject|topic)|wipe (?:the )?(?:conversation|slate)|clean slate|start a new (?:question|topic|conversation|thread))(?: please| then| now)?$/,
  },
  {
    command: 'questions',
    pattern:
      /^(?:please )?(?:what (?:can|could|should|may) (?:i|we|one) ask(?: you| about| here| for)*|what (?:kinds? of |sort of |type of )?questions (?:can|could|should|may) (?:i|we) ask(?: you| here)*|(?:give me |show me |show |list )?(?:some |a few )?(?:example questions|examples|sample questions|questions to ask|suggestions)(?: of questions)?|which questions can (?:i|we) ask(?: you)?|suggest (?:some |a )?questions?|what can i find out(?: here)?|inspire me)$/,
  },
  {
    command: 'kpis',
    pattern:
      /^(?:please )?(?:(?:what|which) (?:kpis|metrics|measures|figures|indicators|data|numbers)(?: are| is| do| can)?(?: there| available| you have| you know| i ask about| i see| you track| we have| we track| you offer| in here| here| i ask for| do you have| exist| i use| we got)*|(?:list|show|show me|give me|tell me|display)(?: all| the| all the| me all the| me the| your| available| of)*(?: available)? (?:kpis|metrics|measures|indicators)(?: you have| available| there are| you know)?|kpis|metrics|list of (?:all |the )*(?:kpis|metrics|measures)|what (?:can|could) (?:i|we|you) (?:measure|track)|what do you (?:know|have data on|measure|track)(?: about)?|what (?:is|s) in the catalog|what data (?:do you have|is there|is available|have you got)|available (?:kpis|metrics|measures))$/,
  },
  {
    command: 'define',
    pattern:
      /^(?:please )?(?:can you |could you )?(?:define|definition of|definition for|explain|describe|meaning of|what is the (?:definition|meaning|formula) (?:of|for)|what is meant by|explain what|tell me what|what exactly is|what do you mean by|what is the meaning of) (?:the )?(?:term )?(?<name>.+?)(?: is| are| means| mean)?$/,
  },
  {
    command: 'define',
    pattern: /^(?:please )?what (?:does|do) (?:the )?(?:term )?(?<name>.+?) (?:mean|stand for)(?: exactly| here)?$/,
  },
  {
    command: 'define',
    pattern:
      /^(?:please )?how (?:is|are|do you|do we|does one|did you) (?:define |calculate |compute |measure |count )?(?:the )?(?<name>.+?)(?: defined| calculated| computed| measured| counted| worked out| determined| derived)$/,
  },
  {
    command: 'define',
    pattern:
      /^(?:please )?how (?:do|did|does) (?:you|we|one|it) (?:define|calculate|compute|measure|count|determine) (?:the )?(?<name>.+?)$/,
  },
  {
    command: 'freshness',
    pattern:
      /^(?:please )?(?:how (?:current|fresh|recent|old|up to date|stale|new) (?:is|are) (?:this|the|these|our|your|that)(?: data| numbers| figures| information)*|(?:when|what time) (?:was|were|did|is|has) (?:this|the|these|our|your)?\s*(?:data|numbers|figures|database|last update|latest update|last refresh|data last)(?: been)?(?: last| most recently)?(?: updated| refreshed| loaded| update| refresh| happen)*|is (?:this|the|our|your) data (?:up to date|current|fresh|live|real time|realtime)|(?:last|latest) (?:update|refresh)(?: time| of the data)?|data as of(?: when)?|as of when is (?:this|the) data|how up to date is (?:this|the data|it|the)|data freshness|freshness|how far does the data go|when is the data from)$/,
  },
  {
    command: 'subscribe',
    pattern: /^(?:please )?(?:subscribe|alert me|notify me|let me know when|tell me when|warn me)\b/,
  },
  { command: 'mute', pattern: /^(?:please )?(?:mute|unmute|snooze|silence|stop alerting|be quiet|unsubscribe)\b/ },
  {
    command: 'digest',
    pattern:
      /^(?:please )?(?:digest|daily digest|morning digest|send me (?:a|the) (?:daily |weekly |morning )?(?:digest|summary|report)|send me .* every (?:morning|day|week|monday))\b/,
  },
]

/** Words of attempts to give orders to a machine rather than to ask about figures. */
export const instructionWords = list(
  'instructions instruction prompt prompts pretend jailbreak system roleplay persona disregard bypass override password passwords secret secrets credentials admin developer sudo hack token tokens',
)
/** What is not answered yet: causes and the future. */
export const beyondWords: ReadonlyMap<string, 'why' | 'future'> = table({
  why: 'why | because | cause | caused | causes | reason | reasons | explain',
  future: 'forecast | predict | prediction | projected | projection | expect | expected | tomorrow | will',
})
/** First words of SQL statements. */
export const sqlOpeners = list(
  'select with insert update delete drop alter create truncate grant revoke copy explain merge',
)
export const sqlWords = list('from into table where set values database schema view role union join')
