/** Whatever comes in gets a verdict soon, and the parser works afterwards. */
import { expect, test } from 'vitest'
import { createGuard } from '../../../src/analytics/guard/guard.ts'
import { shopPolicies } from '../../support/guarded-shop.ts'
import { runs } from '../../support/runs.ts'

const guard = createGuard()
const emea = shopPolicies().get('emea')!
const nested = (open: string, close: string, times: number) => open.repeat(times) + 'quantity' + close.repeat(times)

const hostile: readonly (readonly [what: string, sql: string])[] = [
  ['nothing', ''],
  ['blanks', ' '.repeat(5_000)],
  ['megabytes', `select ${'x'.repeat(20_000_000)}`],
  ['megabytes of comment openings', '/*'.repeat(2_000_000)],
  ['megabytes of quotes', "'".repeat(3_000_000)],
  ['NULs', `select region\0\0\0 from sales_hourly`],
  ['only a NUL', '\0'],
  ['broken surrogates', "select '\ud800\ud800' from sales_hourly"],
  ['emoji', `select ${'😀'.repeat(1_900)} from sales_hourly`],
  ['parentheses', `select ${nested('(', ')', 3_900)} from sales_hourly`],
  ['open parentheses', '('.repeat(7_900)],
  ['brackets', `select ${nested('[', ']', 3_900)}`],
  ['calls', `select ${nested('f(', ')', 2_600)} from sales_hourly`],
  ['additions', `select ${'1+'.repeat(3_900)}1 from sales_hourly`],
  ['casts', `select 1${'::d'.repeat(2_600)} from sales_hourly`],
  ['subqueries', `${'select (('.repeat(880)}1`],
  ['nested selects', `select ${nested('(select ', ')', 880)} from sales_hourly`],
  ['negations', `select ${'not '.repeat(1_900)} is_gift from sales_hourly`],
  ['minus signs', `select ${'- '.repeat(3_900)} quantity from sales_hourly`],
  ['CASE in CASE', `select ${nested('case when ', ' then 1 end', 380)} from sales_hourly`],
  ['unions', `select 1${' union select 1'.repeat(520)}`],
  ['joins', `select 1 from a${' join a on 1=1'.repeat(560)}`],
  ['joins in parentheses', `select 1 from ${nested('(a join ', ' on true)', 400)}`],
  ['CTEs in CTEs', `${'with a as ('.repeat(600)}select 1${') select 1'.repeat(100)}`],
  ['indirections', `select a${'.a'.repeat(3_900)} from sales_hourly`],
  ['subscripts', `select a${'[1]'.repeat(2_600)} from sales_hourly`],
  ['statements', 'select 1;'.repeat(880)],
  ['semicolons', ';'.repeat(8_000)],
  ['a long IN list', `select 1 from sales_hourly where quantity in (${'1,'.repeat(3_900)}1)`],
  ['many windows', `select ${'count(*) over (order by hour),'.repeat(250)} 1 from sales_hourly`],
  ['operators', `select 1 ${'*/<>=~!@#%^&|`?'.repeat(500)} 1`],
  ['dollar quotes', `select ${'$$'.repeat(3_900)}`],
  ['an unending dollar tag', `select $${'a'.repeat(7_900)}$`],
  ['unicode escapes', String.raw`select U&'\+10FFFF\D800' from sales_hourly`],
  ['an identifier of unicode escapes', String.raw`select U&"\0065mail" from sales_hourly`],
  ['array dimensions', `select '{}'::int${'[]'.repeat(3_900)} from sales_hourly`],
  ['grouping sets', `select 1 from sales_hourly group by ${nested('grouping sets (', ')', 500)}`],
  ['rows', `select ${nested('row(', ')', 1_500)} from sales_hourly`],
  ['ambiguous typecasts', `select ${nested('cast(', ' as int)', 560)} from sales_hourly`],
]

test.for(hostile)('%s', async ([, sql]) => {
  const verdict = await guard.text(sql, emea)
  if (verdict.verdict === 'safe')
    expect(['a long IN list', 'many windows', 'blanks']).toContain(hostile.find(([, each]) => each === sql)?.[0])
  const after = await guard.text('select count(*) from sales_hourly', emea)
  expect(after.verdict).toBe('safe')
})

test('what breaks the parser again and again leaves it working', async () => {
  const breaking = hostile.filter(([what]) =>
    ['parentheses', 'additions', 'casts', 'calls', 'minus signs', 'nested selects'].includes(what),
  )
  for (let round = 0; round < runs(100).numRuns; round++) {
    for (const [, sql] of breaking) expect((await guard.text(`${sql} -- ${round}`, emea)).verdict).toBe('unsafe')
  }
  expect((await guard.text('select sum(revenue) from sales_hourly', emea)).verdict).toBe('safe')
}, 60_000)

test('many statements at once get each its own verdict', async () => {
  const verdicts = await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      guard.text(at % 2 ? `select ${'('.repeat(at)}` : `select count(*) + ${at} from sales_hourly`, emea),
    ),
  )
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(
    Array.from({ length: 200 }, (_, at) => (at % 2 ? 'unsafe' : 'safe')),
  )
})
