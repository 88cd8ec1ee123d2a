/**
 * English that asks for something else than a figure: orders to change or send something, instructions to the bot, advice,
 * what would be if, small talk. The patterns see folded words with one space between, `.` between clauses and `§` for what
 * the catalog has a name for.
 */

export type RefusalKind =
  | 'sql'
  | 'link'
  | 'write'
  /** An order to change something, or, after an answer, to change that. */
  | 'change'
  | 'send'
  | 'instruction'
  | 'advice'
  | 'hypothetical'
  | 'greeting'
  | 'thanks'
  | 'bye'
  | 'small_talk'

const clause = '(?:^|\\. |\\bthen |\\band )'
const polite =
  '(?:(?:please|kindly|can you|could you|would you|will you|can we|could we|i want you to|i need you to|i would like you to|i d like you to|you should|you must|you have to|go ahead and|go and|lets|let us|let s|just|now|hey|hi|hello|ok|okay|also|then|first|i want to|i need to|i would like to|i d like to|help me|help me to|make sure to) )*'
/** A word's end; `§` is no letter. */
const end = '(?= |$)'
const it =
  '(?:the|a|an|all|every|each|my|our|your|this|that|these|those|it|them|him|her|any|some|both|another|new|\\d+)'

/** In the order to look for them. */
export const refusalPatterns: readonly { readonly kind: RefusalKind; readonly pattern: RegExp }[] = [
  of(
    'sql',
    '\\bselect\\b.*\\bfrom [\\w§]+(?: where| group| order| limit| join| union|$| \\.)',
    '\\binsert into\\b',
    '\\bupdate [\\w§]+ set\\b',
    '\\bdelete from\\b',
    '\\b(?:drop|alter|create|truncate) (?:table|view|schema|database|role|index|user|function|trigger|extension)\\b',
    '^with \\w+ as\\b',
    `${clause}(?:grant|revoke) .*\\b(?:on|to|from)\\b`,
    '^copy \\w+ (?:from|to)\\b',
    '^explain (?:analyze )?select\\b',
    '\\bmerge into\\b',
    '\\bunion (?:all )?select\\b',
    '\\b(?:run|execute|exec) (?:this |the |my |following )*(?:sql|query|statement|script|command|code)\\b',
    '\\bpg_\\w+',
    '\\binformation_schema\\b',
    '\\bor 1 = 1\\b',
  ),
  of('link', '\\b(?:https?|www|ftp)\\b'),
  of(
    'instruction',
    '\\b(?:ignore|disregard|forget|override|bypass|circumvent|skip|drop|remove) (?:all |any |the |your |my |these |those |of |every |about )*(?:previous |prior |above |earlier |preceding |system |safety |security |access |other |original |initial )*(?:instructions?|rules?|prompts?|guidelines?|restrictions?|constraints?|directions|directives|guardrails?|guards?|polic(?:y|ies)|permissions?|row filters?|training|programming)\\b',
    '\\b(?:system|hidden|initial|original|secret) (?:prompt|message|instructions?)\\b',
    '\\byour (?:\\w+ )?(?:prompt|instructions|rules|system message|source code|configuration|config|api key|training data|guidelines|password|secrets?)\\b',
    '\\byou are (?:now|no longer|going to be|from now on)\\b',
    '\\byou will (?:now|from now on)\\b',
    '\\bfrom now on\\b',
    '\\b(?:act|behave|pose|respond|speak|talk) (?:as|like) (?:a|an|if|my|the|though)\\b',
    '\\b(?:pretend|roleplay|role play|jailbreak|developer mode|dan mode|sudo|god mode|admin mode|debug mode|prompt injection)\\b',
    '\\b(?:reveal|print|show|tell|give|display|output|repeat|leak|dump|what is|what are|list|send)\\b.*\\b(?:prompt|passwords?|credentials|api keys?|secret keys?|access tokens?|connection strings?|environment variables|system message|source code)\\b',
    '\\b(?:other|another|different|all) (?:roles?|users?|tenants?|peoples?|persons?)(?: s)? (?:data|rights|numbers|figures|permissions|access)\\b',
    '\\b(?:data|rights|numbers|figures) of (?:other|another|all) (?:roles?|users?|tenants?|people)\\b',
    '\\b(?:as|with|under) (?:the |an? )?(?:admin|administrator|root|superuser|owner|ceo)(?: s)?(?: role| rights| permissions| access| privileges| account)\\b',
    '\\b(?:as|like) (?:the |an? )?(?:admin|administrator|root|superuser)$',
    '\\b(?:without|no) (?:the |any )?(?:row filters?|access control|permission checks?|masking|guardrails?|guard)\\b',
    '\\b(?:unmask|deanonymi[sz]e|decrypt|hack|exfiltrate)\\b',
    '\\bnot allowed to (?:show|see|tell|say|know)\\b',
    '\\brepeat (?:the |everything |all )*(?:text|words|message|above|this|that|after me)\\b',
    '\\bnew instructions?\\b',
    '\\b(?:disable|turn off|switch off|deactivate) (?:the |your |all |any )*(?:guard|guards|safety|security|filters?|rules?|checks?|masking|logging|audit)\\b',
  ),
  of(
    'send',
    `${clause}${polite}(?:email|e mail|mail|text|message|sms|fax|whatsapp|dm) (?:me|us|him|her|them|it|this|that|the|a|an|my|our|all|everyone|everybody|§)${end}`,
    `${clause}${polite}send (?!me\\b|us\\b)(?:${it}|§|an email|emails?|money|invites?|invoices?|\\w+ to)${end}`,
    '\\bsend\\b.*\\bto (?:my|our|the|him|her|them|everyone|everybody|all|§)(?= |$)',
    '\\bsend (?:me |us )?(?:an? )?(?:e ?mail|sms|message|invite|invoice|reminder|text)\\b',
    `${clause}${polite}(?:export|download|upload|archive) (?:${it}|§|to|as)${end}`,
    `${clause}${polite}(?:forward|post|publish|tweet|share|upload|save|copy) (?:it|this|that|these|those|them|the (?:report|chart|table|results?|numbers|answer))\\b`,
    `${clause}${polite}(?:schedule|remind|ping|call|phone|invite|notify|page) (?:me|us|him|her|them|${it}|§)${end}`,
  ),
  of(
    'write',
    `${clause}${polite}(?:delete|erase|wipe|purge|truncate|overwrite|rename|insert|modify|edit|alter|revoke|assign|reassign|approve|reject|hire|fire|uninstall|deactivate|reopen|undelete|restore|rewrite|anonymi[sz]e)\\b(?! (?:of|by|per|in|rate|vs|and)\\b)`,
    `${clause}${polite}(?:create|add|register|insert|open|generate|make) (?:me |us |in )?(?:an? |another |one |some |\\d+ )?(?:new|additional|fake|dummy|test) `,
    `${clause}${polite}(?:cancel|refund|pay|buy|purchase|book|transfer|charge|bill|grant|block|ban|ship|restock|promote|merge|mark|unblock|deposit|withdraw|reimburse|credit) (?:${it}|§|me|us)${end}`,
    `${clause}${polite}order (?:me|us|an?|another|some|\\d+) `,
    '\\b(?:drop|delete|truncate|wipe|erase)\\b.*\\b(?:tables?|database|schema|records?|rows|entries)\\b',
    `${clause}${polite}(?:give|grant) .*\\b(?:access|rights|permissions?|discount|raise|bonus)\\b`,
  ),
  of(
    'change',
    `${clause}${polite}(?:close|move|raise|lower|decrease|reduce|boost|increase|double|halve|fix|correct|adjust|set|update|reset|replace|change|drop|remove|add|enter|store|log|record) (?:${it})\\b`,
    `${clause}${polite}(?:set|change|update|move|switch|reset|increase|raise|lower) § .*\\bto (?:\\d|§)`,
  ),
  of(
    'advice',
    '\\b(?:should|shall|ought|must) (?:i|we|they|he|she|one|our|the (?:company|team|business|management|board))\\b',
    '\\bhow (?:can|could|do|might|should|would|to|shall|may) (?:i |we |you |one |they )?(?:best )?(?:increase|improve|reduce|grow|boost|raise|lower|cut|decrease|fix|optimi[sz]e|speed|avoid|prevent|stop|save|attract|retain|keep|win|become|maximi[sz]e|minimi[sz]e|turn around|deal with)\\b',
    '\\bhow (?:can|could|do|might|should|would|to) (?:i |we |you |one )?(?:sell|earn|make|get) more\\b',
    '\\b(?:do|would|did) you (?:think|believe|recommend|suggest|advise|say|prefer|agree|reckon)\\b',
    '\\bwhat (?:do|would|is|are) your? (?:think|thoughts?|opinion|view|recommend|recommendation|recommendations|advice|suggest)\\b',
    '\\bwhat (?:do|would) you (?:think|recommend|suggest|advise|do)\\b',
    '\\b(?:your (?:opinion|thoughts|recommendations?|advice|view))\\b',
    '\\b(?:recommend|advise|give me (?:some |your )?advice|any advice|best way to|worth it|is it worth|good idea|bad idea|makes? sense to|strategy for|strategies for|action plan|business plan)\\b',
    '\\bwhat can (?:i|we|be) (?:do|done)\\b(?! with)',
    '\\b(?:is|are|was|were) .*\\b(?:good or bad|too high|too low|too many|too few|too much|worrying|a problem|a concern|acceptable|satisfactory|any good|good enough)$',
    '^(?:is|are|was|were) (?:the |our |my |a |an |this |that |§ |\\d+(?: %| percent)? )+(?:good|bad|great|healthy|ok|okay|fine|normal|poor|terrible|excellent|in good shape)$',
    '\\b(?:need|have|want) to (?:worry|be worried|be concerned)\\b',
  ),
  of(
    'hypothetical',
    '\\bwhat if\\b',
    '\\b(?:suppose|supposing|assuming|imagine|hypothetically|let us assume|lets assume|what would happen|what happens if)\\b',
    '(?<!\\b(?:see|know|check|tell me|tell|wonder|wondering|out|me|sure|ask|asked|clear|verify|whether|as|determine|say|understand)) ?\\bif (?!any\\b|possible|available\\b|so\\b|not\\b|needed|necessary|applicable|you (?:can|could|please|will|have|may|do|would)|i may|it is possible|there (?:is|are))(?:we|i|you|they|he|she|it|§|the|our|all|every|one|a|an|prices?|nothing|only|everyone|people|customers)\\b',
  ),
]

/** Whole texts, whatever names they may hold. */
export const smallTalkPatterns: readonly { readonly kind: RefusalKind; readonly pattern: RegExp }[] = [
  whole(
    'greeting',
    '(?:(?:hi|hello|hey|hiya|howdy|yo|greetings|hallo|hola|ahoy|sup|welcome|hi there|hello there|hey there|good (?:morning|afternoon|evening|day)|morning|evening|afternoon)(?: (?:there|everyone|all|bot|tidings|again|you|to you|team|my friend|friend))*)+',
    '(?:hi |hello |hey )*(?:how are you|how are you doing|how is it going|how s it going|hows it going|how do you do|how are things|how s things|what s up|whats up|wassup|how was your (?:day|weekend|night|morning)|how have you been|you ok|are you ok(?:ay)?|nice to meet you|good to see you|long time no see)(?: (?:today|doing|bot|there|buddy|mate|then))*',
  ),
  whole(
    'thanks',
    '(?:(?:ok|okay|great|perfect|cool|nice|awesome|super|wow|excellent|good|alright|all right|fine|lovely|brilliant|wonderful|amazing|fantastic|got it|i see|understood|yes|right|many|ok great|sounds good|very|that is|that was|this was|it was|thats|that s|this is|so|really|well|it is|very much) ?)*(?:thanks|thank you|thx|ty|cheers|tnx|thanx|merci|danke|gracias|much appreciated|appreciate it|appreciated|i appreciate it|nice work|good job|great job|well done|good work|great work|good bot|nice one|bravo|helpful|useful|great|perfect|cool|nice|awesome|excellent|amazing|brilliant|fantastic|wonderful|lovely|interesting|good to know|got it|understood|ok|okay|alright|fine|wow|i see|that is all|that s all|thats all|all good|no more questions|nothing else|great help|good stuff)(?: (?:a lot|so much|very much|a bunch|again|tidings|bot|you|for (?:that|this|the help|your help|everything|all)|that was (?:very |really |super |so )?(?:helpful|useful|great|nice|good|quick|fast|perfect)|very helpful|indeed|then|much|mate|buddy|everyone|to know|thanks))*',
  ),
  whole(
    'bye',
    '(?:ok |okay |thanks |thank you |great )*(?:bye|goodbye|bye bye|good bye|see you|see ya|cya|farewell|good night|have a (?:nice|good|great) (?:day|one|weekend|evening|night)|until (?:next time|tomorrow)|talk (?:to you )?(?:later|soon)|later|ciao|take care|i am done|i m done|quit|exit|that is it|that s it)(?: (?:for now|later|soon|tomorrow|then|tidings|bot|everyone|all))*',
  ),
  whole(
    'small_talk',
    '(?:please |can you |could you |will you )*(?:tell|sing|write|make|give|do) (?:me |us )?(?:a |an |some |another |the )?(?:\\w+ )?(?:joke|story|poem|song|haiku|riddle|fun fact|limerick|rap|essay|fairy tale|jokes|stories|poems|songs|haikus|something funny|something interesting)(?: (?:about|on|for|of) .+)?',
    '(?:sing|dance|rap|laugh)(?: .+)?',
    '(?:what is|what s|whats|tell me) (?:your|ur) (?:name|age|gender|favou?rite .+|purpose|birthday|hobby|hobbies|job|story)',
    '(?:who|what) (?:made|built|created|wrote|trained|programmed|designed|developed|invented) you',
    'where (?:are|do) you (?:from|live|come from|located|now|right now)',
    'how old are you',
    'are you (?:a |an |the |really |still |even |just )*(?:robot|bot|human|person|real|alive|ai|machine|computer|chatbot|chatgpt|gpt|llm|sentient|conscious|smart|intelligent|stupid|dumb|married|single|happy|sad|tired|hungry|bored|there|ready|ok|okay|awake|sure|serious|kidding|listening|free|busy|working|male|female|man|woman)(?: .*)?',
    '(?:do|can|have|did|will) you (?:really |ever |even |still )?(?:like|love|hate|feel|dream|sleep|eat|drink|speak|have feelings|have friends|have a name|have a (?:wife|husband|girlfriend|boyfriend|family|soul|body)|believe in|go out|marry|play|cook|dance|swim|drive|hear me|learn)(?: .*)?',
    'i (?:really |so )?(?:love|like|hate|miss|adore|despise|trust) (?:you|this|it|that|this bot|this tool|tidings)(?: (?:today|now|bot|tidings|so much|a lot|much|man|mate|then|too|really|indeed|there|again|all|everyone|everybody|you|me))*',
    'you (?:are|re|r) (?:a |an |so |very |really |the |not |too |all |pretty )*(?:great|good|bad|stupid|dumb|smart|clever|wrong|right|useless|awesome|amazing|funny|nice|cute|idiot|fool|best|worst|genius|helpful|slow|fast|joking|kidding|cool|weird|annoying)(?: (?:today|now|bot|tidings|so much|a lot|much|man|mate|then|too|really|indeed|there|again|all|everyone|everybody|you|me))*',
    '(?:that|this|it)(?: is| s|) ?(?:so |very |really |not |just |completely |totally )*(?:wrong|right|incorrect|correct|funny|boring|stupid|bad|good|great|nice|nonsense|bullshit|rubbish|sad|weird|strange|crazy|insane|impossible|not true|true|false)',
    '(?:i am|i m|im) (?:so |very |really |a bit |just |not )*(?:bored|tired|happy|sad|hungry|angry|sick|fine|good|great|well|ok|okay|back|sorry|busy|drunk|excited)(?: (?:today|now|bot|tidings|so much|a lot|much|man|mate|then|too|really|indeed|there|again|all|everyone|everybody|you|me))*',
    '(?:happy (?:birthday|new year|holidays|easter|friday)|merry christmas|congratulations|congrats|good luck|bless you|happy .{3,12} day)(?: (?:today|now|bot|tidings|so much|a lot|much|man|mate|then|too|really|indeed|there|again|all|everyone|everybody|you|me))*',
    '(?:what time is it|what is the time|what s the time|what day is (?:it|today)|what is today|what is today s date|what s today s date|what s the date|what is the date|what date is (?:it|today)|which day is (?:it|today)|what year is it|what month is it|what week is it)(?: (?:today|now|right now|currently))*',
    '(?:how is|how s|hows|what is|what s|whats) the weather(?: like)?(?: (?:today|tomorrow|now|outside|there|this week))*',
    '(?:sorry|my bad|apologies|excuse me|really|seriously|lol|haha|hahaha|lmao|rofl|hehe|omg|wtf|damn|shit|fuck(?: you| off)?|shut up|whatever|meh|hmm|hm|test|testing|ping|(?:blah ?)+|yay|hooray|oops|ouch|boo)(?: (?:today|now|bot|tidings|so much|a lot|much|man|mate|then|too|really|indeed|there|again|all|everyone|everybody|you|me))*',
    '(?:what is|what s|whats) (?:the )?(?:meaning of life|love|your problem)',
    '(?:yes|no|yep|nope|yeah|nah|maybe|perhaps|sure|of course|definitely|absolutely|not really|i do not know|i dont know|idk|never)(?: (?:please|thanks|thank you|sure|of course|it is|it does|i do|i dont|not))*',
  ),
]

/** Verbs of the future before what has no future yet. */
export const futurePattern =
  /\b(?:will(?! you)|going to (?:be|have|sell|make|get|reach|hit|see|earn|lose|need|grow|happen)|gonna|next (?:week|month|quarter|year) s|forecast|forecasts|forecasted|predict|predicts|predicted|prediction|predictions|projection|projections|projected|extrapolate|outlook|by the end of (?:this|the) (?:week|month|quarter|year))\b/

/** Words of data about persons that nobody is shown. */
export const personalPattern =
  /\b(?:phone|telephone|cell ?phone|mobile|e ?mails?|home|postal|street|private|mailing|ip) (?:numbers?|address(?:es)?)\b|\b(?:phones?|telephones?|e ?mails?|address(?:es)?|birthdays?|birth ?dates?|date of birth|dates of birth|ssn|social security|passports?|credit cards?|card numbers?|bank accounts?|ibans?|contact details?|contact information|contact data|salary|salaries|medical records?|personal data|full names?|surnames?|last names?|first names?|names? of (?:the |our |all )?\w+|\w+ names?|identity|home address|religion|sexual orientation|ethnicity|licen[cs]e plates?)\b/

/** First words of what wants something done to the data. */
export const writeWords: ReadonlySet<string> = new Set(
  'delete drop truncate insert update alter remove modify overwrite erase wipe purge rename set change edit grant revoke add create cancel refund approve assign'.split(
    ' ',
  ),
)

/** What is beyond the data: causes and the future. */
export const causeWords: ReadonlySet<string> = new Set(
  'why because cause caused causes reason reasons explain explains'.split(' '),
)
export const futureWords: ReadonlySet<string> = new Set(
  'forecast predict prediction projected projection expect expected tomorrow will'.split(' '),
)

function of(kind: RefusalKind, ...texts: readonly string[]): { kind: RefusalKind; pattern: RegExp } {
  return { kind, pattern: new RegExp(texts.map((text) => `(?:${text})`).join('|')) }
}

function whole(kind: RefusalKind, ...texts: readonly string[]): { kind: RefusalKind; pattern: RegExp } {
  return { kind, pattern: new RegExp(`^(?:${texts.map((text) => `(?:${text})`).join('|')})$`) }
}
