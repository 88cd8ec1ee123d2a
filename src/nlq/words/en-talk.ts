/** English that is about the conversation rather than the figures: follow-ups, commands, small talk, orders. Closed lists only. */
import type { ThreadHow } from '../meaning.ts'
import type { CommandName } from '../plan.ts'
import { list, table } from './lists.ts'

/** What opens a follow-up. */
export const threadOpeners: ReadonlyMap<string, ThreadHow> = table({
  which: 'which of them | which of these | which of those | which one | which ones | who of them | what is the one',
  without: 'remove | take out | take away | leave out | drop | hide',
  same: 'same for | the same for | same with | the same with | the same | same thing for | same but for | do the same for | same again for | same thing but for | same but | the same but | same thing | same thing but',
  what_about:
    'what about | how about | and what about | and how about | and for | and in | what if | now for | and | no | ok and',
  only: 'only | just | only for | just for | limit to | limited to | restrict to | restricted to | filter to | only in | filter by | filter on | only show | narrow to | narrow down to | zoom in on',
  also: 'also by | and also by | additionally by | add | also | plus | and also | also show | include',
  instead: 'instead | rather',
  back: 'go back | back | undo | previous answer',
})

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
