/** Random SELECTs that are right in form, with few names that mean many things: columns, aliases, CTEs, labels. */

const ALIASES = ['s', 't', 'x', 'u', 'region', 'hour']
const CTES = ['c', 'd', 's', 'x', 'region']
const COLUMNS = [
  'region',
  'region',
  'hour',
  'category',
  'opened_at',
  'priority',
  'quantity',
  'x',
  'n',
  'n',
  'customer_email',
]
const LABELS = ['n', 'region', 's', 'x']

/** The same statements for the same seed. */
export function randomSelects(seed: number): () => string {
  const random = mulberry(seed)
  const maybe = (chance: number) => random() < chance
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  let ctes: readonly string[] = []

  const reference = () => (maybe(0.75) ? pick(COLUMNS) : `${pick(ALIASES)}.${pick(COLUMNS)}`)

  function expression(depth: number): string {
    if (depth <= 0 || maybe(0.55)) return reference()
    return pick([
      () => 'count(*)',
      () => `max(${expression(depth - 1)})`,
      () => `coalesce(${expression(depth - 1)}, ${expression(depth - 1)})`,
      () => `(${select(depth - 1, 1)} limit 1)`,
      () => `case when ${condition(depth - 1)} then ${expression(depth - 1)} end`,
      () => `row_number() over (order by ${reference()})`,
      () => `${expression(depth - 1)}::text`,
      () => "'a'",
    ])()
  }

  function condition(depth: number): string {
    if (depth <= 0 || maybe(0.4)) return `${reference()} = ${reference()}`
    return pick([
      () => `${reference()} is not null`,
      () => `exists (${select(depth - 1, 1)})`,
      () => `${reference()} in (${select(depth - 1, 1)})`,
      () => `(${condition(depth - 1)} or ${condition(depth - 1)})`,
      () => `${condition(depth - 1)} and ${condition(depth - 1)}`,
    ])()
  }

  function item(depth: number): string {
    if (depth <= 0 || maybe(0.6)) {
      const name = ctes.length > 0 && maybe(0.4) ? pick(ctes) : pick(['sales_hourly', 'tickets', 'shop.tickets'])
      return maybe(0.75) ? `${name} ${pick(ALIASES)}` : name
    }
    if (maybe(0.2)) return `(values (1, 'a')) ${pick(ALIASES)}(n, region)`
    return `${maybe(0.4) ? 'lateral ' : ''}(${select(depth - 1)}) ${pick(ALIASES)}${maybe(0.2) ? '(n, region)' : ''}`
  }

  function from(depth: number): string {
    const first = item(depth)
    if (maybe(0.5)) return first
    return pick([
      () => `${first}, ${item(depth)}`,
      () => `${first} ${pick(['join', 'left join', 'right join'])} ${item(depth)} on ${condition(depth - 1)}`,
      () => `${first} join ${item(depth)} using (${pick(['region', 'hour', 'n'])})`,
      () => `${first} join (${item(depth)} join ${item(depth)} on ${condition(0)}) on ${condition(0)}`,
    ])()
  }

  function select(depth: number, width?: number): string {
    const outside = ctes
    let text = ''
    if (depth > 0 && maybe(0.3)) {
      const name = pick(CTES)
      text = `with ${name} as (${select(depth - 1)}) `
      ctes = [...ctes, name]
    }
    const count = width ?? 1 + Math.floor(random() * 3)
    const targets = Array.from(
      { length: count },
      () => `${expression(depth - 1)}${maybe(0.4) ? ` as ${pick(LABELS)}` : ''}`,
    )
    text += `select ${width === undefined && maybe(0.2) ? pick(['*', 's.*', 'x.*']) : targets.join(', ')} from ${from(depth - 1)}`
    if (maybe(0.5)) text += ` where ${condition(depth)}`
    if (maybe(0.2))
      text += ` group by ${pick([reference(), `${reference()}, ${reference()}`, `rollup (${reference()})`])}`
    if (depth > 0 && maybe(0.1)) text += ` union all ${select(0, count)}`
    if (maybe(0.25)) text += ` order by ${reference()}`
    ctes = outside
    return text
  }
  return () => select(3)
}

/** A small random number generator with a seed. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
