/** Loads the flights of vega-datasets into a PostgreSQL, for the second catalog (`sql/flights/catalog.yml`). */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/analytics/embedded/server.ts'
import { packageRoot } from '../../src/analytics/package-root.ts'

interface Flight {
  readonly date: string
  readonly delay: number
  readonly distance: number
  readonly origin: string
  readonly destination: string
}

/** Replaces schema `flights`; gives the number of flights. */
export async function loadFlights(adminUrl: string): Promise<number> {
  const data = join(packageRoot, 'node_modules', 'vega-datasets', 'data')
  const flights = JSON.parse(await readFile(join(data, 'flights-20k.json'), 'utf8')) as Flight[]
  const airports = (await readFile(join(data, 'airports.csv'), 'utf8')).trim().split('\n').slice(1).map(cellsOf)
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(await readFile(join(packageRoot, 'sql', 'flights', 'views.sql'), 'utf8'))
    await client.query(
      `INSERT INTO flights.airport SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])`,
      [0, 1, 2, 3].map((index) => airports.map((cells) => cells[index] ?? null)),
    )
    await client.query(
      `INSERT INTO flights.flight SELECT * FROM unnest($1::timestamp[], $2::int[], $3::int[], $4::text[], $5::text[])`,
      (['date', 'delay', 'distance', 'origin', 'destination'] as const).map((key) =>
        flights.map((flight) => (key === 'date' ? flight.date.replaceAll('/', '-') : flight[key])),
      ),
    )
    await client.query('ANALYZE flights.flight, flights.airport')
    return flights.length
  } finally {
    await client.end()
  }
}

/** One line of RFC 4180; the file has quoted names with commas in them. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((found) =>
    (found[1] ?? found[2] ?? '').replaceAll('""', '"'),
  )
}

if (process.argv[1] === import.meta.filename) {
  const embedded = await startEmbedded({ home: '.tidings', log: (line) => console.error(line) })
  try {
    console.log(`${await loadFlights(embedded.adminUrl)} flights loaded. Ask about them:`)
    console.log('  npx tidings ask "average delay by origin state" --catalog sql/flights/catalog.yml')
  } finally {
    await embedded.stop()
  }
}
