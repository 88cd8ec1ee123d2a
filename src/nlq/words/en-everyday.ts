/** English words of everyday talk for what catalogs call by nouns: sold for sales, expensive for a price. */

/** What an everyday word is about. */
export interface Subject {
  /** Names a catalog may use for it, in tiers: a later tier counts only where the catalog has nothing of an earlier one. */
  readonly names: readonly (readonly string[])[]
  /** Units of such figures. */
  readonly units: RegExp | null
  /** Whether the unit gives it away where no name does. */
  readonly isToldByUnit: boolean
}

const money = /^[A-Z]{3}$/
const duration = /^(?:seconds|minutes|hours|days|weeks|years)$/

const subjects = {
  sales: subject('sales | revenue, turnover | units sold, quantity'),
  earnings: subject('earnings, salary, pay, wage, wages, income | revenue, sales, profit', money),
  money: subject('revenue, sales, income, turnover, takings, proceeds, profit, earnings | spend, cost', money),
  gross: subject('gross | revenue, sales', money),
  spend: subject('spend, spending, expenditure, expenses | cost, costs', money),
  cost: subject('cost, costs | expenses, expenditure', money),
  pay: subject('pay, salary, wage | payments | price, fare', money),
  price: subject('price, cost, fare, fee | rate, charge | spend', money),
  purchases: subject('purchases | orders | sales'),
  profit: subject('profit | margin, profit margin | earnings'),
  profitability: subject('profit margin, margin | profit'),
  satisfaction: subject('satisfaction | rating, score, nps'),
  delay: subject('delay | late'),
  punctuality: subject('punctuality | on time rate'),
  productivity: subject('productivity | output'),
  efficiency: subject('efficiency'),
  occupancy: subject('occupancy | utilisation, utilization'),
  rating: subject('rating, score'),
  debt: subject('debt | balance | outstanding', money),
  waiting: subject('waiting time | wait'),
  losses: subject('losses | loss'),
  waste: subject('waste'),
  production: subject('production | output'),
  consumption: subject('consumption | usage'),
  usage: subject('usage | consumption'),
  emissions: subject('emissions'),
  donations: subject('donations'),
  conversion: subject('conversion rate | conversions'),
  failures: subject('failures | failure rate'),
  complaints: subject('complaints'),
  duration: {
    ...subject('duration, running time | length, distance | miles, kilometers', duration),
    isToldByUnit: true,
  },
  speed: subject('speed, pace'),
  length: subject('length, distance | mileage, miles, kilometers'),
  age: subject('age | years old'),
  weight: subject('weight, mass', /^(?:kg|lbs?|g|tonnes|tons)$/),
  size: subject('size, area, floor area | capacity'),
  height: subject('height | altitude, elevation'),
  temperature: subject('temperature'),
  population: subject('population | inhabitants, people'),
  rain: subject('rainfall, precipitation'),
  snow: subject('snowfall | precipitation'),
  wind: subject('wind, wind speed'),
  wealth: subject('wealth | gdp, income'),
  /** How many records there are. */
  count: subject(''),
} as const

type SubjectName = keyof typeof subjects

/** Words for a figure that need not be its name; where another figure is named they may go without saying. */
export const everydayWords: ReadonlyMap<string, Subject> = words([
  ['sales', 'sell sells selling sold sale'],
  ['earnings', 'earn earns earned earning'],
  ['money', 'money'],
  ['gross', 'grossed grosses grossing'],
  ['spend', 'spend spends spent spending'],
  ['cost', 'costs costing'],
  ['pay', 'pay pays paid paying'],
  ['price', 'expensive pricey cheap'],
  ['purchases', 'buy buys buying bought'],
  ['profit', 'profitable lucrative'],
  ['profitability', 'profitability'],
  ['satisfaction', 'satisfied happy unhappy dissatisfied'],
  ['delay', 'late delayed lateness'],
  ['punctuality', 'punctual'],
  ['productivity', 'productive'],
  ['efficiency', 'efficient'],
  ['occupancy', 'crowded full'],
  ['weight', 'weigh weighs weighed weighing heavy'],
  ['rating', 'rated'],
  ['debt', 'owe owes owed owing'],
  ['waiting', 'wait waits waited waiting'],
  ['losses', 'lose loses lost losing'],
  ['waste', 'wasted'],
  ['production', 'produced produces produce'],
  ['consumption', 'consumed consumes consume'],
  ['usage', 'use uses used using'],
  ['emissions', 'emit emits emitted'],
  ['donations', 'donated donates donate'],
  ['conversion', 'convert converts converted converting'],
  ['failures', 'fail fails failed failing'],
  ['rain', 'rain rained raining rainy'],
  ['snow', 'snow snowed snowing snowy'],
  ['population', 'populous populated'],
  ['age', 'aged'],
  ['complaints', 'complain complains complained'],
])

interface Superlative {
  readonly subject: Subject
  /** `best` and `worst`: the short end of a time, the far end of a speed. */
  readonly end: 'highest' | 'lowest' | 'best' | 'worst'
}

/** Verbs that are nouns of another meaning: what something costs is its price, the cost is what was spent on it. */
export const everydayVerbs: ReadonlyMap<string, Subject> = words([['price', 'cost']])

/** Superlatives that say of what, and which end is meant. */
export const superlatives: ReadonlyMap<string, Superlative> = new Map([
  ...superlative('most expensive | priciest | costliest | most costly | dearest', 'price', 'highest'),
  ...superlative('cheapest | least expensive | least costly', 'price', 'lowest'),
  ...superlative('longest', 'duration', 'highest'),
  ...superlative('shortest', 'duration', 'lowest'),
  ...superlative('slowest', 'duration', 'worst'),
  ...superlative('fastest | quickest', 'duration', 'best'),
  ...superlative('farthest | furthest', 'length', 'highest'),
  ...superlative('nearest | closest', 'length', 'lowest'),
  ...superlative('oldest', 'age', 'highest'),
  ...superlative('youngest', 'age', 'lowest'),
  ...superlative('heaviest', 'weight', 'highest'),
  ...superlative('lightest', 'weight', 'lowest'),
  ...superlative('tallest', 'height', 'highest'),
  ...superlative('hottest | warmest', 'temperature', 'highest'),
  ...superlative('coldest | coolest', 'temperature', 'lowest'),
  ...superlative('wettest | rainiest', 'rain', 'highest'),
  ...superlative('driest', 'rain', 'lowest'),
  ...superlative('snowiest', 'snow', 'highest'),
  ...superlative('windiest', 'wind', 'highest'),
  ...superlative('richest | wealthiest', 'wealth', 'highest'),
  ...superlative('best selling | bestselling | top selling | strongest selling | best sold', 'sales', 'highest'),
  ...superlative('worst selling', 'sales', 'lowest'),
  ...superlative('best paid | highest paid | top paid | top paying | best paying', 'pay', 'highest'),
  ...superlative('worst paid | lowest paid | worst paying', 'pay', 'lowest'),
  ...superlative('highest grossing | top grossing', 'gross', 'highest'),
  ...superlative('top earning', 'earnings', 'highest'),
  ...superlative('most common | commonest | most frequent | most popular | busiest', 'count', 'highest'),
  ...superlative('least common | rarest | least frequent | least popular | quietest', 'count', 'lowest'),
])

/** What some bounds are about: older than 60. */
export const boundSubjects: ReadonlyMap<string, Subject> = new Map(
  (
    [
      ['age', 'older than | younger than'],
      ['duration', 'longer than | shorter than | slower than | faster than | quicker than'],
      ['weight', 'heavier than | lighter than'],
      ['price', 'more expensive than | pricier than | costlier than | cheaper than | less expensive than'],
      ['temperature', 'hotter than | warmer than | colder than | cooler than'],
      ['height', 'taller than'],
    ] as const
  ).flatMap(([of, phrases]) => phrases.split('|').map((phrase) => [phrase.trim(), subjects[of]] as const)),
)

/** What people are called, whose bare number is their age. */
export const people: ReadonlySet<string> = new Set(
  `people persons employees staff workers customers clients patients members users subscribers guests visitors passengers
students pupils children adults women men girls boys drivers players athletes voters residents citizens tenants donors volunteers
candidates applicants managers teachers nurses doctors engineers folks colleagues policyholders claimants borrowers everyone`.split(
    /\s+/,
  ),
)

/** Comparatives, and what they are about where they say so. */
export const comparatives: ReadonlyMap<string, Subject | null> = new Map<string, Subject | null>([
  ...comparative(
    'more | less | fewer | higher | lower | greater | better | worse | bigger | larger | smaller | stronger | weaker',
    null,
  ),
  ...comparative('cheaper | pricier | costlier', subjects.price),
  ...comparative('longer | shorter | slower | faster | quicker', subjects.duration),
  ...comparative('older | younger', subjects.age),
  ...comparative('heavier | lighter', subjects.weight),
  ...comparative('taller', subjects.height),
  ...comparative('hotter | warmer | colder | cooler', subjects.temperature),
  ...comparative('rainier | wetter | drier', subjects.rain),
  ...comparative('windier', subjects.wind),
  ...comparative('richer | poorer | wealthier', subjects.wealth),
])

function comparative(phrases: string, of: Subject | null): [string, Subject | null][] {
  return phrases.split('|').map((phrase) => [phrase.trim(), of])
}

function subject(names: string, units: RegExp | null = null): Subject {
  return {
    names: names.split('|').map((tier) => tier.split(',').map((name) => name.trim())),
    units,
    isToldByUnit: false,
  }
}

function superlative(phrases: string, of: SubjectName, end: Superlative['end']): [string, Superlative][] {
  return phrases.split('|').map((phrase) => [phrase.trim(), { subject: subjects[of], end }])
}

function words(rows: readonly (readonly [SubjectName, string])[]): ReadonlyMap<string, Subject> {
  return new Map(rows.flatMap(([of, list]) => list.split(' ').map((word) => [word, subjects[of]] as const)))
}
