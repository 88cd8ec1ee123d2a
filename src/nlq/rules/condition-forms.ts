/** The forms that conditions of alert rules take in English, each with what it makes of what it found. */
import {
  be,
  bucketBefore,
  changes,
  dayBefore,
  falls,
  least,
  normal,
  orMore,
  otherBefore,
  rises,
  weekBefore,
} from '../words/en-rules.ts'
import {
  anomaly,
  beyondUsual,
  bound,
  changed,
  equal,
  multiple,
  noneOf,
  range,
  shareOf,
  silent,
  times,
  type Made,
} from './condition-parts.ts'
import { pattern, type Hit } from './pieces.ts'

const relative =
  '(?<relative> relative(?:ly)?| in relative terms| relative to itself| of (?:its|the|their) (?:own )?value)?'
const size = `${least}§S${orMore}${relative}`
const lead =
  '(?:below|beneath|above|under|over|from|than|off|of|on|versus|vs|against|to|since|compared (?:to|with|against)|in comparison (?:to|with)|relative to|with respect to|(?:lower|higher|less|more|fewer|greater) than|away from|outside|different (?:from|than|to))'
const reference = `(?<normal>${normal})|(?<day>${dayBefore})|(?<week>${weekBefore})|(?<bucket>${bucketBefore})|(?<ago>§S (?:ago|before|earlier))|(?<other>${otherBefore})`
const versus = `(?:(?<lead>${lead}) )?(?:${reference})`
const toBelow =
  '(?:below|beneath|under|underneath|less than|lower than|fewer than|smaller than|shorter than|faster than|short of|down (?:from|on|against|vs|versus|compared (?:to|with)))'
const toAbove =
  '(?:above|over|beyond|past|more than|higher than|greater than|larger than|bigger than|longer than|slower than|in excess of|up (?:from|on|against|vs|versus|compared (?:to|with)))'
const toEither = '(?:away from|off|off from|outside|different (?:from|than|to)|from)'
const either = `(?:${falls} or ${rises}|${rises} or ${falls}|${changes})`
const verb = `(?:(?<either>${either})|(?<down>${falls})|(?<up>${rises}))`
const moves = `(?:${be}|${falls}|${rises})`
const exceeds =
  '(?:exceeds?|exceeding|surpass(?:es)?|passes|pass|tops?|beats?|breaks|crosses above|goes past|outstrips?)'
const vaguely =
  '(?:unusually|unexpectedly|suddenly|sharply|a lot|significantly|strongly|abnormally|strangely|oddly|substantially|considerably|dramatically|massively|heavily|hard|rapidly|quickly|anomalously|by a lot|by much|too much)'
const vague =
  '(?:big|large|sharp|strong|significant|huge|massive|major|sudden|unusual|unexpected|abnormal|strange|notable|steep)'
const odd =
  '(?:unusual(?:ly)?|abnormal(?:ly)?|anomalous(?:ly)?|odd(?:ly)?|strange(?:ly)?|weird(?:ly)?|off|unexpected(?:ly)?|suspicious(?:ly)?|atypical(?:ly)?|irregular(?:ly)?|funny|out of (?:the ordinary|line|whack|the normal range|normal range|its normal range|range)|(?:not|isnt|arent|no longer) (?:normal|usual|as usual|as expected|ok|okay)|an? (?:anomaly|outlier))'
const span =
  '(?: (?:for|in|within|during|after)(?: (?:the last|more than|at least|over|longer than))? (?:§S|(?<unit>an? hour|a day|one hour|one day|a minute)))?'

/** In the order to try them: the first that fits is meant. */
export const conditionForms: readonly (readonly [RegExp, (hit: Hit) => Made | null])[] = [
  // "Falls 20 % below normal", "falls below normal by 20 %".
  [pattern(`(?:${be} )?${verb} ${size}(?: ${versus})?`), (hit) => changed(hit)],
  [pattern(`(?:${be} )?${verb} ${versus} ${size}`), (hit) => changed(hit)],
  // "A drop in revenue of 20 %".
  [
    pattern(
      `(?:${be} )?(?:(?:an?|any|${vague}) )*${verb} (?:in|of|to) (?:(?:the|our|total) )*§K ${size}(?: ${versus})?`,
    ),
    (hit) => changed(hit),
  ],
  // "Is 20 % below normal", "is below normal by 20 %".
  [
    pattern(
      `(?:${moves} )?${size} (?:(?<below>${toBelow})|(?<above>${toAbove})|(?<off>${toEither})) (?:the )?(?:${reference})`,
    ),
    (hit) => changed(hit),
  ],
  [
    pattern(`(?:${moves} )?${size} (?:(?<below>down|lower|less)|(?<above>up|higher|more))(?: ${versus})?`),
    (hit) => changed(hit),
  ],
  [
    pattern(
      `(?:${moves} )?(?:(?<below>${toBelow})|(?<above>${toAbove}|${exceeds})|(?<off>${toEither})) (?:the )?(?:${reference}) (?:by )${size}`,
    ),
    (hit) => changed(hit),
  ],
  // "Below 80 % of normal".
  [
    pattern(
      `(?:${moves} )?(?:(?<below>${toBelow}|at most)|(?<above>${toAbove}|${exceeds}|at least)) §S (?:of )?(?:the )?(?:${reference})`,
    ),
    (hit) => shareOf(hit),
  ],
  [
    pattern(
      `(?:${moves} )?(?:(?:more than|over|at least|above|by) )?(?:to )?(?<times>twice|double|triple|three times|half)(?: of)?(?: as (?:much|many|high|low))? (?:the |as |what )*(?:${reference})`,
    ),
    (hit) => multiple(hit),
  ],
  [
    pattern(`(?:${moves} )?(?:less than|below|under) (?<times>half)(?: of)? (?:the |as |what )*(?:${reference})`),
    (hit) => multiple(hit),
  ],
  [pattern(`(?:${be} )?(?<times>doubles?|doubled|triples?|halves|halved?)(?: ${versus})?`), (hit) => multiple(hit)],
  [
    pattern(
      `(?:${be} )?(?:(?<down>${falls})|(?<up>${rises})) by (?:a |one )?(?<times>half|quarter)(?! an? )(?: ${versus})?`,
    ),
    (hit) => multiple(hit),
  ],
  [
    pattern(
      `(?:${moves} )?(?:(?:more than|over|at least|above|by) )*§S(?<times> times| x| fold)?(?: the| what is)* (?:${reference})`,
    ),
    (hit) => times(hit),
  ],
  // Without how much: out of the normal range there, else not yet a condition.
  [
    pattern(
      `(?:${moves} )?(?:(?<below>${toBelow})|(?<above>${toAbove}|${exceeds})|(?<off>${toEither}|not|different from)) (?:of )?(?:the )?(?:${reference})(?: (?:range|band))?`,
    ),
    (hit) => beyondUsual(hit),
  ],
  [pattern(`(?:${moves} )?(?<below>lower|less|fewer|smaller)(?: than)? (?:${reference})`), (hit) => beyondUsual(hit)],
  [pattern(`(?:${moves} )?(?<above>higher|more|greater|larger)(?: than)? (?:${reference})`), (hit) => beyondUsual(hit)],
  // Bounds.
  [
    pattern(
      `(?:${moves} )?(?:outside|out|not within|not in|leaves?|not between|not)(?: of)?(?: the| its)?(?: (?:range|band|corridor|interval))?(?: of)?(?: (?:from|between))? §S (?:and|to|until|through) §S`,
    ),
    (hit) => range('outside', hit),
  ],
  [
    pattern(`(?:${be} )?(?:between|within|in the range(?: of| from)?|from) §S (?:and|to|until|through) §S`),
    (hit) => range('between', hit),
  ],
  [
    pattern(
      `(?:${moves} )?(?:${toAbove}|${exceeds}|>)(?: the)?(?: (?:mark|level|bound|limit|threshold|value)(?: of)?)? §S`,
    ),
    (hit) => bound('above', false, hit),
  ],
  [
    pattern(
      `(?:${moves} )?(?:at least|> =|>=|no less than|not less than|no fewer than|not fewer than|reaches|reach|reaching|hits|hit) §S|(?:${rises}) to §S|(?:gets|goes) (?:up )?to §S|(?:${moves} )?§S (?:or|and) (?:more|above|higher|over|greater)`,
    ),
    (hit) => bound('above', true, hit),
  ],
  [
    pattern(`(?:${moves} )?(?:${toBelow}|<)(?: the)?(?: (?:mark|level|bound|limit|threshold|value)(?: of)?)? §S`),
    (hit) => bound('below', false, hit),
  ],
  [
    pattern(
      `(?:${moves} )?(?:at most|< =|<=|no more than|not more than|not over|not above) §S|(?:${falls}) (?:down )?to §S|(?:goes|gets) down to §S|(?:${moves} )?§S (?:or|and) (?:less|fewer|below|lower|under)`,
    ),
    (hit) => bound('below', true, hit),
  ],
  [pattern(`(?:${be} )?(?:equals?|equal to|crosses|cross|is|are) (?:exactly )?§S`), (hit) => equal(hit)],
  // Silence.
  [
    pattern(
      `(?:(?:${be}|receives?|reports?|sends?|has|have|shows?) )?no (?:new |more |fresh |further )?(?:data|events?|updates?|records|readings?|data points?)(?: (?:comes?|arrives?|arrive|coming|flows?|is|are|was|were|received|there|at all|any more|anymore|in))*${span}`,
    ),
    (hit) => silent(hit),
  ],
  [
    pattern(
      `(?:(?:the |its )?data )?(?:stops?|ceases?|quits?)(?: (?:coming|arriving|flowing|updating|reporting|to come|to arrive|being reported))?(?: in)?${span}`,
    ),
    (hit) => silent(hit),
  ],
  [pattern(`(?:${be}|falls?|fall) (?:silent|quiet|missing)${span}`), (hit) => silent(hit)],
  [pattern(`silen(?:t|ce)${span}`), (hit) => silent(hit)],
  [
    pattern(`(?:there (?:is|are) |we (?:get|have|see|receive) )?(?:no|zero|without) (?:any )?§K(?: at all)?${span}`),
    (hit) => noneOf(hit),
  ],
  // Out of the normal range.
  [
    pattern(`(?:${moves} )?(?:outside|out)(?: of)?(?: (?:the|its|their))?(?: own)? ${normal}(?: (?:range|band))?`),
    () => anomaly('either'),
  ],
  [
    pattern(
      `(?:${be} )?(?:very |really |statistically |clearly |somehow |something |anything |anyhow )*${odd}(?: (?:(?<high>high|large|many|much|big)|(?<low>low|small|few|little)))?(?: (?:going on|happening|things?|behaviou?r|changes?|movements?|moves?|values?|activity))?`,
    ),
    ({ groups }) => anomaly(groups['high'] ? 'up' : groups['low'] ? 'down' : 'either'),
  ],
  [
    pattern(
      `(?:(?:there (?:is|are)|${be}|has|have|shows?|any|an|a|all|the|some) )*(?:anomal(?:y|ies)|outliers?|abnormalit(?:y|ies)|irregularit(?:y|ies)|oddit(?:y|ies)|surprises?)`,
    ),
    () => anomaly('either'),
  ],
  [
    pattern(`(?:(?:something|anything|${be}|goes|go) )*(?:wrong|misbehaves?|acts up|act up|breaks down|in trouble)`),
    () => anomaly('bad'),
  ],
  [
    pattern(
      `(?:${moves} )?(?:too|very|so|really|quite|pretty) (?:(?<up>high|many|much|large|big|long|slow)|(?<down>low|few|little|small|fast)|far)`,
    ),
    ({ groups }) => ({
      fault: {
        kind: 'how_much',
        direction: groups['up'] ? 'up' : groups['down'] ? 'down' : 'either',
        against: 'normal',
      },
    }),
  ],
  [
    pattern(`(?:${be} )?(?:(?:much |even )?worse(?: than (?:the |what is )?${normal})?|worsens?|deteriorates?)`),
    () => anomaly('bad'),
  ],
  [pattern(`(?:leaves?|exits?) (?:the |its |their )?(?:own )?${normal}(?: (?:range|band))?`), () => anomaly('either')],
  [
    pattern(`(?:${be} )?(?:a |an |any |${vague} |${vaguely} )*${either}(?: ${vaguely})?`),
    () => ({ ...anomaly('either'), isOpen: true }),
  ],
  [
    pattern(`(?:${be} )?(?:a |an |any |${vague} |${vaguely} )*${falls}(?: ${vaguely})?`),
    () => ({ ...anomaly('down'), isOpen: true }),
  ],
  [
    pattern(`(?:${be} )?(?:a |an |any |${vague} |${vaguely} )*${rises}(?: ${vaguely})?`),
    () => ({ ...anomaly('up'), isOpen: true }),
  ],
]

/** How much, said by itself: "by 20 % against last week". */
export const howMuch = pattern(`${size}(?: ${versus})?`)
