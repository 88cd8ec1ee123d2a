/** Names in large numbers that look like those of real data: made of words and syllables, the same on each run. */

/** Whole numbers from 0 to `below`, in an order that looks random and never changes. */
export type Dice = (below: number) => number

/** Numerical Recipes' linear congruential generator: good enough to shuffle names, and the same everywhere. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const words = (text: string) => text.trim().split(/\s+/)

const onsets = words('b br c d dr f fr g gr h j k kl l m n p pr qu r s sch sh st t tr v w z')
const vowels = words('a e i o u a e i o é ö ü ai ei ou')
const codas = words('n r l s m nd rt ck st ll x nn ng')
const placeEndings = words('burg ville ton field stad feld ham ford grad mouth bridge port vik')
const firstNames = words(
  'Anna Ben Carla David Elena Felix Grace Hugo Irene Jon Karin Leo María Nils Olga Pavel Quinn Rosa Sven Tara Uwe Vera Will Xenia Yusuf Zoë May April June Bill Mark Grant Art Chase Frank Dean',
)
const trades = words(
  'Logistics Foods Energy Systems Textiles Motors Media Farms Tools Labs Partners Retail Shipping Optics Paper Steel Glass Games Travel Health',
)
const legalForms = words('GmbH Ltd Inc AG SA BV Oy LLC')
const adjectives = words(
  'Alpine Urban Classic Light Heavy Soft Smart Nordic Royal Summer Winter Pocket Grand Mini Solar Silent Rapid Golden Vintage Direct Total Best Average Daily',
)
const things = words(
  'Jacket Lamp Kettle Chair Backpack Helmet Tent Speaker Drill Blender Camera Mattress Printer Scarf T-Shirt Monitor Router Desk Shelf Bicycle Glove Sneaker Mug Notebook',
)
const colours = words('Black White Blue Red Green Grey Sand Rosé')
const occasions = words('Spring Summer Autumn Winter Easter Launch Loyalty Clearance Welcome Referral')
const efforts = words('Sale Promo Newsletter Webinar Retargeting E-mail Boost Teaser')

const pick = (dice: Dice, list: readonly string[]) => list[dice(list.length)]!
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function syllables(dice: Dice, count: number): string {
  let name = ''
  for (let at = 0; at < count; at++) name += pick(dice, onsets) + pick(dice, vowels)
  return capital(name + (dice(2) === 0 ? pick(dice, codas) : ''))
}

const letter = (dice: Dice) => String.fromCharCode(65 + dice(26))

/** How values of a sort look. */
const makers = {
  company: (dice: Dice) =>
    dice(3) === 0
      ? `${syllables(dice, 2)} & ${syllables(dice, 2)} ${pick(dice, legalForms)}`
      : `${syllables(dice, 2 + dice(2))} ${pick(dice, trades)}${dice(4) === 0 ? ` ${pick(dice, legalForms)}` : ''}`,
  product: (dice: Dice) =>
    `${pick(dice, adjectives)} ${syllables(dice, 1 + dice(2))} ${pick(dice, things)}${dice(2) === 0 ? ` ${pick(dice, colours)}` : ` ${1 + dice(9)}`}`,
  person: (dice: Dice) => `${pick(dice, firstNames)} ${syllables(dice, 2 + dice(2))}`,
  place: (dice: Dice) =>
    `${dice(6) === 0 ? `${pick(dice, words('St. New Bad Port San'))} ` : ''}${syllables(dice, 1 + dice(2))}${pick(dice, placeEndings)}`,
  campaign: (dice: Dice) =>
    `${pick(dice, occasions)} ${pick(dice, efforts)} ${2018 + dice(9)}${dice(2) === 0 ? ` Wave ${1 + dice(9)}` : ` ${syllables(dice, 1)}`}`,
  code: (dice: Dice) => `${letter(dice)}${letter(dice)}-${1000 + dice(9000)}-${letter(dice)}${letter(dice)}`,
} as const

export type Sort = keyof typeof makers

/** `count` different names of a sort. */
export function namesOf(sort: Sort, count: number, dice: Dice): readonly string[] {
  const found = new Set<string>()
  while (found.size < count) found.add(makers[sort](dice))
  return [...found]
}
