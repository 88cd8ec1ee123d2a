/** More catalogs: records without dates, and records with names. */
import { knowledge } from './catalogs.ts'

/** An estate agent's homes for sale: no dates, single records without a name. */
export const homes = knowledge({
  yaml: `
timezone: America/New_York
views:
  listings:
    relation: re.listings
    label: Listings
    description: One row is one home for sale
    rows: { label: homes, synonyms: [houses, listings, properties] }
    dimensions:
      city: { column: city, label: City, synonyms: [town] }
      district: { column: district, within: city, label: District, synonyms: [neighbourhood, neighborhood] }
      type: { column: home_type, label: Home type, synonyms: [kind of home] }
      bedrooms: { column: bedrooms, label: Bedrooms, synonyms: [beds, number of bedrooms] }
      year_built: { column: year_built, label: Year built, synonyms: [construction year] }
      energy_class: { column: energy_class, label: Energy class }
      agent: { column: agent, label: Agent, synonyms: [realtor] }
      has_garden: { column: has_garden, label: Garden, synonyms: [with garden] }
      floor_area: { column: floor_area_sqft, label: Floor area, synonyms: [size, square feet, sqft], description: Living area in square feet }
kpis:
  listings: { view: listings, measure: { count: true }, label: Listings, synonyms: [number of homes] }
  price: { view: listings, measure: { average: price }, unit: USD, label: Asking price, synonyms: [price, list price], also: [median, min, max, sum], good_when: steady }
  days_listed: { view: listings, measure: { average: days_listed }, unit: days, label: Days on market, synonyms: [time on market], also: [median, max], good_when: down }
  tax: { view: listings, measure: { sum: property_tax }, unit: USD, label: Property tax, also: [average] }
  price_per_sqft: { view: listings, measure: { ratio: { of: { sum: price }, over: { sum: floor_area_sqft } } }, unit: USD, label: Price per square foot }
`,
  columns: {
    're.listings': {
      city: 'text',
      district: 'text',
      home_type: 'text',
      bedrooms: 'number',
      year_built: 'number',
      energy_class: 'text',
      agent: 'text',
      has_garden: 'boolean',
      floor_area_sqft: 'number',
      price: 'number',
      days_listed: 'number',
      property_tax: 'number',
    },
  },
  values: {
    listings: {
      city: ['Boston', 'New York', 'Salem'],
      district: ['Back Bay', 'Harlem', 'North End', 'Old Town'],
      type: ['Apartment', 'Townhouse', 'Detached house', 'Loft', 'Other'],
      bedrooms: [1, 2, 3, 4, 5],
      energy_class: ['A', 'B', 'C', 'D'],
      agent: ['Ana Ruiz', 'Ben Ode', 'May Lin'],
      has_garden: [true, false],
      year_built: [1920, 1988, 2004, 2015],
    },
  },
  history: {},
})

/** A streaming service: titles by release day, told apart by their names. */
export const films = knowledge({
  yaml: `
timezone: UTC
views:
  titles:
    relation: tv.titles
    label: Titles
    description: One row is one film or series
    rows: { label: titles, synonyms: [films, movies] }
    time: { column: released_on, grain: day, label: Release date, synonyms: [released, release year] }
    dimensions:
      title: { column: title, label: Title, synonyms: [film name] }
      genre: { column: genre, label: Genre, synonyms: [major genre] }
      format: { column: format, label: Format }
      rating: { column: age_rating, label: Content rating, synonyms: [certificate, mpaa rating] }
      studio: { column: studio, label: Studio, synonyms: [distributor] }
      runtime: { column: runtime_minutes, label: Running time, synonyms: [runtime, length], description: In minutes }
kpis:
  titles: { view: titles, measure: { count: true }, label: Titles }
  budget: { view: titles, measure: { sum: budget }, unit: USD, label: Production budget, synonyms: [cost], also: [average, max, min, median] }
  gross: { view: titles, measure: { sum: gross }, unit: USD, label: Worldwide gross, synonyms: [box office, gross], also: [average, max, min, median] }
  score: { view: titles, measure: { average: critic_score }, unit: points, label: Critic score, synonyms: [rating by critics, rotten tomatoes rating], also: [median, max, min] }
  viewer_score: { view: titles, measure: { average: viewer_score }, unit: points, label: Viewer rating, synonyms: [imdb rating, audience score], also: [median, max, min] }
  hours: { view: titles, measure: { sum: hours_watched }, unit: hours, label: Hours watched, synonyms: [viewing hours, watch time], also: [average] }
`,
  columns: {
    'tv.titles': {
      released_on: 'date',
      title: 'text',
      genre: 'text',
      format: 'text',
      age_rating: 'text',
      studio: 'text',
      runtime_minutes: 'number',
      budget: 'number',
      gross: 'number',
      critic_score: 'number',
      viewer_score: 'number',
      hours_watched: 'number',
    },
  },
  values: {
    titles: {
      title: ['Up', 'Titanic', 'The Last March', 'Up North'],
      genre: ['Action', 'Comedy', 'Drama', 'Horror', 'Black Comedy'],
      format: ['feature', 'series', 'short'],
      rating: ['PG', 'PG-13', 'R', 'G', 'Not Rated'],
      studio: ['Pixar', 'Warner Bros.', 'Sony', 'Independent'],
    },
  },
  history: { titles: ['1995-01-01', '2026-10-30'] },
})
