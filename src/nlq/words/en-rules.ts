/**
 * English of alert rules, as parts of patterns: closed lists only. The patterns see folded words with one space between, and
 * a mark for what was found before: `§S` an amount, `§K` a KPI, `§D` a dimension, `§V` a member, `§R` a channel, `§P` a person.
 */

/** What may be said before an order to the bot. */
export const polite =
  '(?:please|pls|hey|hi|hello|ok|okay|thanks|thank you|great|and|also|so|now|then|well|just|tidings|bot|can you|could you|would you|will you|can we|could we|may i|i want you to|i would like you to|i d like you to|i want to|we want to|i would like to|i d like to|we would like to|i need you to|i need to|we need to|you should|lets|let s|let us|always|only|kindly)'

/** Whom to tell. */
export const whom =
  '(?:me|us|everyone|everybody|all of us|people here|here|in here|(?:in |to )?(?:this|the) (?:channel|room|chat|conversation|group|thread|space)|(?:the )?(?:channel|room )?(?:in |to )?§R(?: channel)?|§P|(?:the |our |my )?(?:\\w+ )?team|whom)'

export const telling = '(?:alert|notify|warn|ping|page|inform|message|dm|buzz|nudge|poke|remind|tell)'

/** What opens that which is to be told. */
export const opening =
  '(?:when(?: ever)?|whenever|if(?: ever)?|once(?! (?:when|if|an?|per|every|each|in)(?: |$))|as soon as|soon as|the moment|every time|each time|any time|anytime|in case|should|where|should it happen that)'

export const be =
  '(?:is|are|was|were|be|been|being|has been|have been|had been|gets|get|goes|go|becomes|become|stays|stay|remains|remain|turns|turn|looks|look|seems|seem|appears|appear|acts|act|behaves|behave|comes in|comes|come|will be|would be)'

export const falls =
  '(?:falls|fall|falling|drops|drop|dropping|decreases|decrease|decreasing|declines|decline|declining|sinks|sink|sinking|dips|dip|slumps|slump|plunges|plunge|plummets|plummet|shrinks|shrink|tumbles|tumble|slides|slide|slips|slip|crashes|crash|tanks|tank|collapses|collapse|lags|reduces|(?:goes|go|going|moves|move|comes|is|are) down|nosedives|loses|lose|(?:has |have )?(?:fallen|dropped|decreased|declined|sunk|plunged|gone down))'
export const rises =
  '(?:rises|rise|rising|jumps|jump|jumping|increases|increase|increasing|grows|grow|growing|climbs|climb|climbing|surges|surge|surging|spikes|spike|spiking|soars|soar|leaps|leap|shoots up|shoot up|peaks|peak|explodes|explode|gains|gain|skyrockets|(?:has |have )?(?:risen|jumped|increased|grown|climbed|surged|spiked|gone up)|(?:goes|go|going|moves|move|is|are) up)'
export const changes =
  '(?:changes|change|changing|moves|move|moving|varies|vary|deviates|deviate|differs|differ|swings|swing|shifts|shift|fluctuates|fluctuate|is off|are off)'

/** How much at the least: the size itself may be reached. */
export const least =
  '(?:(?:by|of|at least|more than|over|no less than|not less than|a minimum of|minimum|min|greater than|in excess of|> =?|by at least|the) )*'
export const orMore = '(?: or (?:more|greater|higher|over)| and (?:more|above|over)| plus| \\+)?'

const units = '(?:value|values|level|levels|range|amount|amounts|figure|figures|number|numbers|volume|volumes|rate)'
export const normal = `(?:(?:what (?:is|s) |its |their |the |our |it s )?(?:normal(?:ly)?|usual(?:ly)?|expected|typical(?:ly)?|expectations?|expectancy|norm|forecast|prediction|predicted|baseline|usual pattern|normal pattern)(?: ${units})?(?: for (?:that|this|the) (?:time|hour|day|minute|moment|weekday)(?: of (?:the )?(?:day|week))?)?)`
export const dayBefore =
  '(?:(?:the )?(?:levels?|values?|figures?|those|that) of )?(?:(?:at )?(?:the )?(?:same|this) (?:time|hour|minute|moment)(?: of| on)?(?: the)? (?:yesterday|day before|day earlier|previous day|prior day|day ago|a day ago|a day before|a day earlier|one day ago)|yesterday(?: s)?(?: (?:value|level|figure|number|same hour|same time))?|(?:the |a |one )?day (?:before(?! yesterday)|ago|earlier)|(?:the )?(?:previous|prior|preceding) day(?: s)?(?: (?:value|level|figure|number))?|day over day|day on day|day to day|dod)'
export const weekBefore =
  '(?:(?:the )?(?:levels?|values?|figures?|those|that) of )?(?:(?:at )?(?:the )?(?:same|this) (?:time|hour|minute|moment|day|weekday)(?: of| on| in)?(?: the)? (?:last week|week before|week earlier|previous week|prior week|week ago|a week ago|a week before|a week earlier|one week ago)|last week(?: s)?(?: (?:value|level|figure|number|same hour|same day|same time))?|(?:the |a |one )?week (?:before|ago|earlier)|(?:the )?(?:previous|prior|preceding) week(?: s)?(?: (?:value|level|figure|number))?|week over week|week on week|week to week|wow)'
export const bucketBefore =
  '(?:(?:the |an? |one )?(?<before>hour|minute|bucket|period|one) (?:before|ago|earlier)|(?:the )?(?:previous|prior|preceding|last) (?<previous>hour|minute|bucket|period|one)(?: s)?(?: (?:value|level|figure|number))?|(?<over>hour|minute) (?:over|on|to) (?:hour|minute))'
/** What alerts are not held against. */
export const otherBefore =
  '(?:(?:the )?(?:same|this) (?:time|hour|day|week|month) (?:of )?(?:last|the previous|the prior) (?:month|quarter|year)|(?:the |our |its |their )?(?:last|previous|prior|preceding) (?:month|quarter|year)|(?:the |a |one )?(?:month|quarter|year) (?:before|ago|earlier)|(?:month|quarter|year) (?:over|on) (?:month|quarter|year)|mom|qoq|yoy|(?:the |its |their |our )?(?:\\w+ )?(?:average|mean|median|target|goal|plan|budget|target value)(?: value)?)'
