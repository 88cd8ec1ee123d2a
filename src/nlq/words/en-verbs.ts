/** Verbs whose forms no rule gives, and those that questions pass over. */
import { list } from './lists.ts'

/** Past forms → the verb. */
export const irregularVerbs: ReadonlyMap<string, string> = new Map(
  `be was were been · beat beaten · become became · begin began begun · bind bound · break broke broken · bring brought · build built
burn burnt · buy bought · catch caught · choose chose chosen · come came · deal dealt · do did done · draw drew drawn · drink drank drunk
drive drove driven · eat ate eaten · fall fell fallen · feed fed · feel felt · find found · fly flew flown · forget forgot forgotten
freeze froze frozen · get got gotten · give gave given · go went gone · grow grew grown · have had · hear heard · hold held · keep kept
know knew known · lead led · learn learnt · leave left · lend lent · lose lost · make made · mean meant · meet met · pay paid · ride rode ridden
ring rang rung · rise rose risen · run ran · say said · see saw seen · seek sought · sell sold · send sent · sew sewn · shake shook shaken
shine shone · shoot shot · show shown · shrink shrank shrunk · sink sank sunk · sleep slept · speak spoke spoken · spend spent
spoil spoilt · stand stood · steal stole stolen · stick stuck · strike struck · swim swam swum · take took taken · teach taught · tear tore torn
tell told · think thought · throw threw thrown · understand understood · wake woke woken · wear wore worn · win won · write wrote written`
    .split(/·|\n/)
    .flatMap((entry) => {
      const [verb = '', ...forms] = entry.trim().split(/\s+/)
      return forms.map((form) => [form, verb] as const)
    }),
)

/** Words in "-ing" that name a thing rather than what somebody does: a rating is no rate, a building nothing built. */
export const namesInIng: ReadonlySet<string> = new Set(
  `rating building listing meeting wedding clothing housing training parking lighting heating funding banking marketing setting
reading painting string ring spring wing ceiling pudding king thing morning evening something anything nothing everything
sibling darling duckling dumpling during`.split(/\s+/),
)

/** Forms of verbs that are passed over in questions, and as often the names of states: used cars, sold items. */
export const participles: ReadonlySet<string> = new Set(
  `used sold bought placed received spent handled processed served carried incurred recorded logged registered reported grouped split broken
current`.split(/\s+/),
)

/** Small words that after a form of "be" say in which state something is. */
export const states = list('broken off out used needed wanted present split grouped handled processed served carried')
/** Those that before a thing say of what quality it is. What is sold, made or recorded is just what there is. */
export const qualities = list('broken used needed wanted handled processed served carried registered')
export const formsOfBe = list('is are was were be been being s re isnt arent wasnt werent')
/** What may stand between a form of "be" and a state. */
export const adverbs = list('still currently now not yet ever really also just never actually already all')
/** What may follow a state that is all that is said. */
export const afterClauses = list('now right today this last in at on by per since during and each from currently of')
/** "In use", "out of use". */
export const beforeUse = list('in of out under')
/** What stands before what somebody did, or did most: "who handled tickets", "the most used channel". */
export const beforeDone = list(
  'who which that we they i you it he she have has had was were is are did do to most least',
)
/** Particles of verbs that break a figure down, which may stand apart from them. */
export const particles: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['down', list('break breaks breaking broken broke drill narrow slice')],
  ['up', list('split splits splitting break slice divide cut')],
  ['out', list('break breaks breaking broken split')],
])
/** What such a particle leads to. */
export const splitters = list('by per into across for along')

/** Verbs that are states as well: open tickets were not all opened at the time that is asked about. */
export const statesLikeVerbs: ReadonlySet<string> = new Set(
  'open close clear complete correct direct empty present live last'.split(' '),
)
