/** English questions to the bot itself: help, what there is, what a word means, how current the data is. Patterns only. */
import type { CommandName } from '../plan.ts'

/** What may stand before and after such a question and adds nothing. */
export const commandOpeners =
  /^(?:hi|hello|hey|please|pls|ok|okay|so|well|and|but|now|oh|sorry|thanks|thank you|great|can you|could you|would you|will you|can i|may i|i want to know|i would like to know|i d like to know|i want to|i would like to|i d like to|i need to know|do you know|do you happen to know|i wonder|i was wondering|tell me|show me|let me know|just|quickly|kindly|remind me|also|then|actually|by the way|btw|quick question)\s+/
export const commandClosers =
  /\s+(?:please|pls|thanks|thank you|for me|here|there|again|exactly|precisely|in here|right now|at the moment|now|then|though|actually|to me|for us|in detail|at all|currently|in this (?:bot|tool|system|catalog|data|dataset)|in tidings)$/

const data =
  '(?:data|dataset|data set|numbers|figures|information|info|stats|statistics|database|dashboard|report|reports|this|that|it|these|everything|catalog|sources?|records|entries)'
const day =
  '(?:today|yesterday|last week|this week|last month|this month|last night|last quarter|this morning|last year|this year)'
const kpis =
  '(?:kpis?|metrics?|measures?|indicators?|key figures|figures|key performance indicators|data|numbers|stats)'
const dimensions =
  '(?:dimensions?|breakdowns?|attributes?|fields?|columns?|filters?|groupings?|segments?|segmentations?|splits?|categories|slices?|cuts?|axes|properties)'
const cut =
  '(?:break(?: it| them| that| this)? down|broken down|split|slice|slice and dice|group|segment|filter|cut|drill(?: down)?|grouped|filtered|sliced|compare)'
const me = '(?:i|we|you|one|people|someone)'

/** Patterns for the whole text (folded words, one space between) without what may stand before and after; `name` is to be a name of the catalog. */
export const commandPatterns: readonly { readonly command: CommandName; readonly pattern: RegExp }[] = [
  ...patterns('reset', [
    'start (?:over|again|afresh|fresh|anew|from scratch|new|from the beginning)',
    'reset(?: everything| all| it| the conversation| this conversation| the thread| this| the chat)?',
    'clear(?: everything| all| the conversation| the thread| the chat| history| the history| the context)?',
    'forget (?:it|that|this|everything|all that|all of that|about that|about it|the above|what i said|what i asked|all of it)',
    '(?:a |start a |i have a |i ve got a )?(?:new|different|another|fresh) (?:question|topic|conversation|thread|chat|subject|start)',
    'never ?mind(?: that| it)?',
    '(?:begin|lets begin|lets start|let us start) (?:again|over|afresh)',
    '(?:lets |let us |let s )?start (?:over|again|afresh|from scratch)',
    'from scratch',
    'change (?:of )?(?:the )?(?:subject|topic)',
    'wipe (?:the )?(?:conversation|slate)',
    'clean slate',
  ]),
  ...patterns('help', [
    'help(?: me)?(?: out)?',
    'i need (?:some )?help',
    'what (?:can|do|could) (?:you|i|we) do(?: for (?:me|us)| with (?:this|you|it|tidings))?',
    'what are you(?: for| good at| good for| capable of| able to do)?',
    'who are you',
    'what is (?:this|tidings)(?: thing| bot| tool| app)?(?: for)?',
    'how (?:do|can|should|would) (?:i|we|one) (?:use|work with|talk to|ask|query) (?:this|you|it|tidings|the bot)(?: thing| bot| tool| app)?',
    'how (?:does|do) (?:this|it|you|that|everything)(?: thing| bot| tool| app)? work',
    '(?:usage|commands?|manual|instructions for use|tutorial|user guide|getting started|get started|how to start|list (?:the |all )?commands)',
    'how (?:do|can) i (?:start|begin|get started)',
    'where (?:do|should|can) (?:i|we) (?:start|begin)',
    'what can you help (?:me |us )?with',
    'i am (?:new|lost|confused|stuck)',
    'i m (?:new|lost|confused|stuck)',
    'i do not know (?:how|where) to (?:start|begin)',
    'i dont know (?:how|where) to (?:start|begin)',
    'introduce yourself',
  ]),
  ...patterns('questions', [
    `what (?:can|could|should|may|might|am i able to|are we able to) ?${me}? ?(?:ask|query|find out|look up|learn|see|explore|get)(?: you| about| from you| for)*`,
    `(?:what|which) (?:kinds? of |sorts? of |types? of )?(?:questions?|things|queries) (?:can|could|should|may) ${me} ask(?: you| about)*`,
    `(?:what|which) (?:kinds? of |sorts? of |types? of )?questions? (?:do|can) you (?:answer|understand|handle)`,
    '(?:give me |show me |show |list |i need |do you have )?(?:some |a few |any )?(?:examples?|example questions?|sample questions?|questions to ask|suggestions?|ideas|prompts to try)(?: of questions| for questions| of what i can ask)?',
    'suggest (?:some |a |me )*(?:questions?|something)',
    'what (?:should|could|might) i (?:ask|try)(?: you| first| next)*',
    'inspire me',
    'for example',
    'such as',
  ]),
  ...patterns('kpis', [
    `(?:what|which) (?:kinds? of |sorts? of |types? of |other |all )?${kpis}(?: all)?(?: are| is| do| can| could| have| does)?(?: there| available| you have| you know| i ask about| i see| you track| we have| we track| you offer| i ask for| do you have| exist| i use| we got| you got| you know about| you got| you| i| we| have| know| track| offer| ask about| tidings| defined| included)*`,
    `(?:list|show|give|display|name|enumerate|see|get)(?: me| us)?(?: all| the| of| your| available| our| every| me a list of| a list of| an overview of| overview of)* (?:kpis?|metrics?|measures?|indicators?|key figures)(?: you have| available| there are| you know| we have| that exist| you know of)?`,
    `(?:the |a )?(?:list|overview) of (?:all |the |your |our |available )*${kpis}`,
    '(?:all |available |the |your |our )*(?:kpis|metrics|measures|indicators)',
    'what (?:are|is|s) (?:the |your |our |all |available )*(?:kpis?|metrics|measures|indicators|key figures)',
    `what (?:can|could|do) ${me} (?:measure|track)`,
    'what do you (?:know|have data on|have data about|measure|track|cover|contain)(?: about)?',
    'what do you have(?: data on| data about)?',
    'what is (?:in|inside) (?:the |this |your )?(?:catalog|data|database|dataset|data set)',
    'what s (?:in|inside) (?:the |this |your )?(?:catalog|data|database|dataset|data set)',
    'what does (?:the |this |your )?(?:catalog|data|database|dataset|data set) (?:contain|include|cover|have)',
    'what (?:data|information|topics|areas|subjects) (?:do you (?:have|know|cover)|is there|are there|is available|have you got|is covered|are covered|can i access)(?: about)?',
    'what is available',
  ]),
  ...patterns('dimensions', [
    `(?:what|which) (?:other |all |possible |kinds? of )?${dimensions}(?: are| is| do| can| could| does| have)?(?: there| available| you have| you know| exist| i use| i filter by| we have| do you have| it have| possible| you| i| we| have| know| use)*(?: (?:for|of|in|on|with) (?:the )?(?<name>.+))?`,
    `(?:list|show|give|display|name)(?: me| us)?(?: all| the| of| your| available| possible| our| me a list of| a list of)* ${dimensions}(?: you have| available| there are)?(?: (?:for|of|in|on|with) (?:the )?(?<name>.+))?`,
    `(?:how|by what|by which dimensions|along which dimensions|in what ways|in which ways) (?:can|could|may) ${me} ${cut}(?: (?:the |our |my )?(?<name>.+?))?(?: by| on)?`,
    `how (?:can|could|may) (?:the )?(?<name>.+) be ${cut}`,
    `what (?:can|could|may) ${me} ${cut} (?:(?:the |our |my )?(?<name>.+) )?(?:by|on|with)`,
    `what (?:can|could|may) (?:the )?(?<name>.+) be ${cut} (?:by|on|into)`,
    '(?:all |available |the |your )*dimensions',
    `what (?:are|is|s) (?:the |your |our |all |available |possible )*${dimensions}(?: (?:for|of|in|on|with) (?:the )?(?<name>.+))?`,
    `(?:what|how) (?:can|could|may) ${me} (?:break|split|slice|drill) (?:the |our |my )?(?<name>.+?) (?:down|up)(?: by)?`,
  ]),
  ...patterns('freshness', [
    `how (?:current|fresh|recent|up to date|stale|timely|live|actual|new|old) (?:is|are) (?:the |our |your |all |all the |my )?${data}(?: data| numbers| figures| information)*(?: for .+| on .+| about .+| you have)?`,
    `how (?:current|fresh|recent|up to date|stale|timely|live) (?:is|are) (?:the |our |your )?(?:.+ )?${data}`,
    'how (?:current|fresh|up to date|stale) (?:is|are) (?:the |our )?(?<name>.+)',
    `(?:when|what time|on what date|what day|how long ago) (?:was|were|did|is|are|has|have|does|do) (?:the |our |your |my )?(?:.+ )?(?:${data}|update|refresh|load)(?: been)?(?: last| most recently| lastly)?(?: get| got)?(?: updated| refreshed| loaded| imported| synced| update| refresh| happen| changed| collected| run)+(?: last)?`,
    `when (?:was|is) the (?:last|latest|most recent) (?:update|refresh|load|import|sync)(?: of .+)?`,
    `(?:when|how often) (?:is|are|does|do|was|were) (?:the |our |your )?(?:.+ )?${data} (?:get )?(?:last )?(?:updated|refreshed|loaded|update|refresh|synced|coming in)`,
    `(?:is|are) (?:the |our |your |all |all the )?(?:.+ )?${data} (?:up to date|current|fresh|live|real time|realtime|recent|complete|stale|outdated|old|in|there|loaded|available)(?: yet| already| for ${day})?`,
    `(?:is|are|do you have|have you got) (?:the )?${day}(?: s)?(?: ${data})?(?: (?:in|there|available|loaded|complete|included|ready|here))*(?: yet| already)?`,
    `(?:is|are|do you have|have you got) (?:the |any )?${data} (?:for|from|of) ${day}(?: (?:in|there|available|loaded|complete|included|ready))?(?: yet| already)?`,
    `(?:what is |what s |whats )?(?:the |your )?(?:last|latest|most recent|newest|oldest|earliest|first) (?:update|refresh|load|data|data point|record|entry|sync|import|snapshot|date (?:of|in|you have|available)|day (?:of|in|you have|available))(?: time| date)?(?: of the data| in the data| you have| you have data for| available| data)?`,
    `how (?:current|fresh|recent|up to date|stale|old) (?:the |this |our |your )?(?:.+ )?${data} (?:is|are)`,
    'data as of(?: when| what date)?',
    `(?:as of|up to|until) (?:when|what (?:date|day|time|moment)) (?:is|are|do|does|was)(?: (?:the |this |our |your |you )?(?:${data}|have))*(?: go| data)?`,
    'as of when',
    'up to when',
    `how up to date (?:is|are) (?:the |our |your )?(?:.+)`,
    'data freshness',
    'freshness',
    `how far (?:do|does|did) (?:the |our |your )?(?:.+ )?${data} (?:go|reach|date)(?: back)?`,
    `how far back (?:.+)`,
    `how (?:much|many (?:years|months) of) (?:history|data|historical data|past data)(?: do you have| is there| have you got| do we have| are there)?`,
    `how long (?:do|does) (?:the |our |your )?(?:.+ )?${data} (?:go back|reach back|exist)`,
    `(?:since|from) when (?:do you have|is there|are there|does|do|is|are|have we got)(?: (?:the |any )?${data})?(?: start| begin| available| there| exist)?`,
    `when (?:does|do|did) (?:the |our |your )?(?:.+ )?${data} (?:start|begin|end|stop)`,
    `(?:what|which) (?:time |date )?(?:period|periods|range|ranges|time frame|timeframe|span|years|dates|months|time|history)(?: of time)? (?:does|do|is|are|can|have)(?: (?:the|our|your|you|i|we|${data}|covered|cover|available|there|have|span|included|include|data for|ask about|get))*`,
    'when is the data from',
    'from when (?:is|are) (?:the |this )?data',
  ]),
  ...patterns('define', [
    '(?:define|definition of|definition for|explain|describe|meaning of|the meaning of|the definition of) (?:the |a |an )?(?:term |word |kpi |metric |measure )?(?<name>.+?)(?: is| are| means| mean)?',
    'what is (?:the |our |your )?(?:definition|meaning|formula|calculation|exact definition|logic) (?:of|for|behind) (?:the |a |an )?(?<name>.+?)',
    'what s (?:the |our |your )?(?:definition|meaning|formula|calculation|logic) (?:of|for|behind) (?:the |a |an )?(?<name>.+?)',
    'what (?:is|are) meant by (?:the |a |an )?(?<name>.+?)',
    'what do (?:you|we|they) mean (?:by|with|when you say) (?:the |a |an )?(?<name>.+?)',
    '(?:explain |describe )?what (?:the |a |an )?(?<name>.+?) (?:is|are|means|mean|stands for)',
    'what exactly (?:is|are) (?:the |a |an )?(?<name>.+?)',
    'what (?:does|do) (?:the )?(?:term |word |abbreviation |acronym )?(?<name>.+?) (?:mean|stand for|measure|tell (?:me|us)|represent|include|contain)',
    'how (?:is|are) (?:the |a |an |our )?(?<name>.+?) (?:defined|calculated|computed|measured|counted|worked out|determined|derived|arrived at|obtained)',
    'how (?:do|did|does) (?:you|we|one|it|they) (?:define|calculate|compute|measure|count|determine|work out|derive|arrive at|get to) (?:the |a |an |our )?(?<name>.+?)',
    'how to (?:calculate|compute) (?:the |a |an |our )?(?<name>.+?)',
    '(?:the )?(?:formula|definition|calculation|meaning) (?:of|for|behind) (?:the |a |an )?(?<name>.+?)',
    '(?<name>.+?) (?:definition|formula|meaning|means what)',
    'what counts as (?:a |an |the )?(?<name>.+?)',
  ]),
  // With an article or "our" it is the figure that is asked for.
  ...patterns('define', [
    'what (?:is|are|s) (?:an? )?(?<name>(?!the |our |my |your |this |that |total ).+)',
    'whats (?:an? )?(?<name>(?!the |our |my |your ).+)',
  ]),
]

/** What is asked of the bot for later; not whole texts. */
export const laterPatterns: readonly { readonly command: CommandName; readonly pattern: RegExp }[] = [
  {
    command: 'digest',
    pattern:
      /^(?:please )?(?:digest|daily digest|morning digest|send me (?:a|the) (?:daily |weekly |morning )?(?:digest|summary|report)|send me .* every (?:morning|day|week|monday))\b/,
  },
]

function patterns(
  command: CommandName,
  texts: readonly string[],
): readonly { command: CommandName; pattern: RegExp }[] {
  return texts.map((text) => ({ command, pattern: new RegExp(`^(?:${text})$`) }))
}
