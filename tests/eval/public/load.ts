/** Loads five tables of vega-datasets for the questions beside this file. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { packageRoot } from '../../../src/analytics/package-root.ts'

const data = join(packageRoot, 'node_modules', 'vega-datasets', 'data')

/** A table, the columns of it, and the key or heading and type of each in the file. */
const tables: readonly (readonly [
  table: string,
  file: string,
  columns: Readonly<Record<string, readonly [string, string]>>,
])[] = [
  [
    'car',
    'cars.json',
    {
      name: ['Name', 'text'],
      mpg: ['Miles_per_Gallon', 'numeric'],
      cylinders: ['Cylinders', 'integer'],
      displacement: ['Displacement', 'numeric'],
      horsepower: ['Horsepower', 'numeric'],
      weight: ['Weight_in_lbs', 'integer'],
      acceleration: ['Acceleration', 'numeric'],
      year: ['Year', 'date'],
      origin: ['Origin', 'text'],
    },
  ],
  [
    'movie',
    'movies.json',
    {
      title: ['Title', 'text'],
      us_gross: ['US Gross', 'bigint'],
      worldwide_gross: ['Worldwide Gross', 'bigint'],
      dvd_sales: ['US DVD Sales', 'bigint'],
      budget: ['Production Budget', 'bigint'],
      released: ['Release Date', 'text'],
      mpaa: ['MPAA Rating', 'text'],
      minutes: ['Running Time min', 'integer'],
      distributor: ['Distributor', 'text'],
      source: ['Source', 'text'],
      genre: ['Major Genre', 'text'],
      creative_type: ['Creative Type', 'text'],
      director: ['Director', 'text'],
      tomatoes: ['Rotten Tomatoes Rating', 'integer'],
      imdb: ['IMDB Rating', 'numeric'],
      votes: ['IMDB Votes', 'integer'],
    },
  ],
  [
    'weather_day',
    'weather.csv',
    {
      location: ['location', 'text'],
      date: ['date', 'date'],
      precipitation: ['precipitation', 'numeric'],
      temp_max: ['temp_max', 'numeric'],
      temp_min: ['temp_min', 'numeric'],
      wind: ['wind', 'numeric'],
      weather: ['weather', 'text'],
    },
  ],
  [
    'bird_strike',
    'birdstrikes.csv',
    {
      line: ['line', 'integer'],
      airport: ['Airport Name', 'text'],
      aircraft: ['Aircraft Make Model', 'text'],
      damage: ['Effect Amount of damage', 'text'],
      date: ['Flight Date', 'date'],
      operator: ['Aircraft Airline Operator', 'text'],
      state: ['Origin State', 'text'],
      phase: ['Phase of flight', 'text'],
      size: ['Wildlife Size', 'text'],
      species: ['Wildlife Species', 'text'],
      time_of_day: ['Time of day', 'text'],
      cost_other: ['Cost Other', 'integer'],
      cost_repair: ['Cost Repair', 'integer'],
      cost_total: ['Cost Total $', 'integer'],
      speed: ['Speed IAS in knots', 'text'],
    },
  ],
  [
    'country_year',
    'gapminder.json',
    {
      year: ['year', 'integer'],
      country: ['country', 'text'],
      cluster: ['cluster', 'integer'],
      population: ['pop', 'bigint'],
      life_expectancy: ['life_expect', 'numeric'],
      fertility: ['fertility', 'numeric'],
    },
  ],
]

/** Replaces schema `kpi_public`. */
export async function load(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(await readFile(join(import.meta.dirname, 'schema.sql'), 'utf8'))
    for (const [table, file, columns] of tables) {
      const named = Object.entries(columns)
      await client.query(
        `INSERT INTO kpi_public.${table} (${named.map(([column]) => column).join(', ')})
         SELECT ${named.map(([, [key]]) => `"${key}"`).join(', ')}
         FROM jsonb_to_recordset($1::jsonb) AS row (${named.map(([, [key, type]]) => `"${key}" ${type}`).join(', ')})`,
        [await rowsOf(file)],
      )
      await client.query(`ANALYZE kpi_public.${table}`)
    }
  } finally {
    await client.end()
  }
}

/** The rows of a file as a JSON array; those of a CSV (none of these has a quote in it) carry their number as `line`. */
async function rowsOf(file: string): Promise<string> {
  const text = await readFile(join(data, file), 'utf8')
  if (file.endsWith('.json')) return text
  const [heading = '', ...lines] = text.trim().split(/\r?\n/)
  const keys = heading.split(',')
  return JSON.stringify(
    lines.map((line, index) => {
      const cells = line.split(',')
      return Object.fromEntries([['line', String(index + 1)], ...keys.map((key, at) => [key, cells[at] ?? ''])])
    }),
  )
}
