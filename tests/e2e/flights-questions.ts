/** Questions about somebody else's data: a wall clock without zone, weeks from Sunday, a view without time. */
import type { Asked, Unanswerable } from './questions/asked.ts'

const lastWeek = `departed_at >= '2001-03-11' and departed_at < '2001-03-18'`
const february = `departed_at >= '2001-02-01' and departed_at < '2001-03-01'`
const january = `departed_at >= '2001-01-01' and departed_at < '2001-02-01'`
const late = `(delay > 15)::int`

export const asked: readonly Asked[] = [
  { ask: 'How many flights were there last week?', sql: `select count(*) from flights.flight where ${lastWeek}` },
  { ask: 'flights yesterday', sql: `select count(*) from flights.flight where departed_at::date = '2001-03-19'` },
  { ask: 'average delay last month', sql: `select avg(delay) from flights.flight where ${february}` },
  {
    ask: 'median delay in January 2001',
    sql: `select percentile_cont(0.5) within group (order by delay) from flights.flight where ${january}`,
  },
  { ask: 'What was the longest flight last month?', sql: `select max(distance) from flights.flight where ${february}` },
  { ask: 'late flights last week', sql: `select sum(${late}) from flights.flight where ${lastWeek}` },
  {
    ask: 'What percentage of flights was late in February?',
    sql: `select avg(${late}) from flights.flight where ${february}`,
  },
  { ask: 'miles flown in January', sql: `select sum(distance) from flights.flight where ${january}` },
  {
    ask: 'number of destinations served from Chicago last month',
    sql: `select count(distinct destination) from flights.flight join flights.airport on iata = origin
      where ${february} and city = 'Chicago'`,
  },
  {
    ask: 'flights from ORD to LAX in February',
    sql: `select count(*) from flights.flight where ${february} and origin = 'ORD' and destination = 'LAX'`,
  },
  {
    ask: 'flights by origin state last month',
    sql: `select state, count(*) from flights.flight join flights.airport on iata = origin where ${february} group by 1`,
  },
  {
    ask: 'top 10 origins by late flights in January',
    sql: `select origin, sum(${late}) from flights.flight where ${january} group by 1
      order by 2 desc fetch first 10 rows with ties`,
  },
  {
    ask: 'Which destination had the highest late rate last month among those with more than 100 flights?',
    sql: `select destination, avg(${late}), count(*) from flights.flight where ${february} group by 1 having count(*) > 100
      order by 2 desc limit 1`,
  },
  {
    ask: 'origins with more than 300 flights in January',
    sql: `select origin, count(*) from flights.flight where ${january} group by 1 having count(*) > 300`,
  },
  {
    ask: 'flights by week since 1 January 2001 until 17 March 2001',
    sql: `select departed_at::date - extract(dow from departed_at)::int, count(*) from flights.flight
      where departed_at < '2001-03-18' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'daily flights last week',
    sql: `select departed_at::date, count(*) from flights.flight where ${lastWeek} group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'average delay by weekday in February',
    sql: `select extract(isodow from departed_at)::int, avg(delay) from flights.flight where ${february} group by 1`,
  },
  {
    ask: 'flights by hour of day last month',
    sql: `select extract(hour from departed_at)::int, count(*) from flights.flight where ${february} group by 1`,
  },
  {
    ask: 'flights by hour yesterday',
    sql: `select h at time zone 'America/Chicago', count(departed_at)
      from generate_series(timestamp '2001-03-19', '2001-03-19 23:00', interval '1 hour') h
      left join flights.flight on departed_at >= h and departed_at < h + interval '1 hour' group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'flights and average delay by destination state last week',
    sql: `select state, count(*), avg(delay) from flights.flight join flights.airport on iata = destination where ${lastWeek} group by 1`,
  },
  {
    ask: 'flights in February compared with January',
    sql: `select f, j, f - j, (f - j) / j::numeric from (select
      count(*) filter (where ${february}) as f, count(*) filter (where ${january}) as j from flights.flight) months`,
  },
  {
    ask: 'average delay last week vs the week before',
    sql: `select n, b, n - b, (n - b) / b from (select
      avg(delay) filter (where ${lastWeek}) as n,
      avg(delay) filter (where departed_at >= '2001-03-04' and departed_at < '2001-03-11') as b from flights.flight) weeks`,
  },
  {
    ask: 'share of flights by origin state in January',
    sql: `select state, count(*), count(*) / sum(count(*)) over () from flights.flight join flights.airport on iata = origin
      where ${january} group by 1`,
  },
  {
    ask: 'flights over 2000 miles last month',
    sql: `select count(*) from flights.flight where ${february} and distance > 2000`,
  },
  {
    ask: 'average delay of flights shorter than 300 miles in January',
    sql: `select avg(delay) from flights.flight where ${january} and distance < 300`,
  },
  {
    ask: 'cumulative miles flown by day last week',
    sql: `select day, sum(miles) over (order by day) from (
      select departed_at::date as day, sum(distance) as miles from flights.flight where ${lastWeek} group by 1) each order by 1`,
    inOrder: true,
  },
  {
    ask: 'Which day in February had the most flights?',
    sql: `select departed_at::date, count(*) from flights.flight where ${february} group by 1 order by 2 desc fetch first 1 row with ties`,
  },
  {
    ask: 'On how many days in January was the average delay above 10 minutes?',
    sql: `select count(*) from (select from flights.flight where ${january} group by departed_at::date having avg(delay) > 10) bad`,
  },
  {
    ask: 'delayed flights by origin city last month where the origin state is CA',
    sql: `select city, sum(${late}) from flights.flight join flights.airport on iata = origin
      where ${february} and state = 'CA' group by 1`,
  },
  {
    ask: 'flights this month',
    sql: `select count(*) from flights.flight where departed_at >= '2001-03-01' and departed_at < '2001-03-20 12:00'`,
  },
  {
    ask: 'flights to Chicago from New York last month',
    sql: `select count(*) from flights.flight, flights.airport o, flights.airport d
      where ${february} and o.iata = origin and d.iata = destination and o.city = 'New York' and d.city = 'Chicago'`,
  },
  {
    ask: 'worst 5 origins by average delay in February with at least 50 flights',
    sql: `select origin, avg(delay), count(*) from flights.flight where ${february} group by 1 having count(*) >= 50
      order by 2 desc fetch first 5 rows with ties`,
    inOrder: true,
  },
  {
    ask: 'flights per week in February',
    sql: `select departed_at::date - extract(dow from departed_at)::int, count(*) from flights.flight where ${february} group by 1 order by 1`,
    inOrder: true,
  },
  {
    ask: 'weekend flights last month',
    sql: `select count(*) from flights.flight where ${february} and extract(isodow from departed_at) in (6, 7)`,
  },
  {
    ask: 'late rate by hour of day in February',
    sql: `select extract(hour from departed_at)::int, avg(${late}) from flights.flight where ${february} group by 1`,
  },
  {
    ask: 'median distance by origin city last month, top 10',
    sql: `select city, percentile_cont(0.5) within group (order by distance) from flights.flight join flights.airport on iata = origin
      where ${february} group by 1 order by 2 desc fetch first 10 rows with ties`,
    inOrder: true,
  },
  {
    ask: 'How many different origins had late flights last week?',
    sql: `select count(distinct origin) from flights.flight where ${lastWeek} and delay > 15`,
  },
  { ask: 'average distance of flights last month', sql: `select avg(distance) from flights.flight where ${february}` },
  { ask: 'How many airports are there?', sql: `select count(*) from flights.airport` },
  {
    ask: 'top 5 states by number of airports',
    sql: `select state, n from (select state, count(*) as n, rank() over (order by count(*) desc) from flights.airport group by 1) r where rank <= 5 order by n desc, state`,
    inOrder: true,
  },
  { ask: 'airports in TX', sql: `select count(*) from flights.airport where state = 'TX'` },
  {
    ask: ['flights by origin last month', 'only those to LAX', 'as a share'],
    sql: `select origin, count(*), count(*) / sum(count(*)) over () from flights.flight where ${february} and destination = 'LAX' group by 1`,
  },
  {
    ask: ['average delay by origin state last month', 'top 5'],
    sql: `select state, avg(delay) from flights.flight join flights.airport on iata = origin where ${february}
      group by 1 order by 2 desc limit 5`,
    inOrder: true,
  },
]

export const unanswerable: readonly Unanswerable[] = [
  { ask: 'revenue by region last week', kind: 'decline', because: 'another business', says: /revenue/ },
  { ask: 'airports last month', kind: 'decline', because: 'a list of airports has no time', says: /time|date/ },
  { ask: 'flights by airline last month', kind: 'decline', because: 'the airline is not recorded', says: /airline/ },
  {
    ask: 'flights from California last month',
    kind: 'decline',
    because: 'states go by their letters here',
    says: /California/,
  },
  { ask: 'ticket price from JFK to SFO', kind: 'decline', because: 'no prices', says: /./ },
]
