/** A theatre: tickets one by one, takings of its bars, reviews on the web, and the seats it has. */
import { knowledge } from './catalogs.ts'

export const theatre = knowledge({
  yaml: `
timezone: Europe/London
views:
  tickets:
    relation: stage.tickets
    label: Tickets
    rows: { label: tickets, synonyms: [admissions] }
    time: { column: sold_at, grain: minute, label: Sale time, synonyms: [sold] }
    dimensions:
      play: { column: play, label: Play, synonyms: [production] }
      director: { column: director, label: Director }
      stage: { column: stage, label: Stage, synonyms: [hall] }
      channel: { column: channel, label: Channel, values: { Website: [direct, own site] } }
      buyer_country: { column: buyer_country, label: Buyer country, synonyms: [country], values: { Norway: [norwegian, norwegians], Denmark: [danish] } }
      age_band: { column: age_band, label: Age band }
      is_refunded: { column: is_refunded, label: Refunded }
      buyer_phone: { column: buyer_phone, label: Buyer phone, synonyms: [telephone, phone number], masked: true }
  bars:
    relation: stage.bars
    label: Bars
    synonyms: [refreshments]
    time: { column: hour, grain: hour, label: Hour of sale }
    dimensions:
      stage: { column: stage, label: Stage, synonyms: [hall] }
      bar: { column: bar, label: Counter }
      drink: { column: drink, label: Drink }
  reviews:
    relation: stage.reviews
    label: Reviews
    rows: { label: reviews, synonyms: [notices] }
    time: { column: written_on, grain: day, label: Date of review }
    dimensions:
      site: { column: site, label: Site, synonyms: [platform] }
      play: { column: play, label: Play }
      mood: { column: mood, label: Mood, synonyms: [tone] }
  seats:
    relation: stage.seats
    label: Seat plan
    rows: { label: seats, synonyms: [chairs] }
    dimensions:
      stage: { column: stage, label: Stage }
      state: { column: state, label: Seat state }
kpis:
  tickets: { view: tickets, measure: { count: true }, label: Tickets, synonyms: [tickets sold] }
  ticket_income: { view: tickets, measure: { sum: price }, unit: GBP, label: Ticket income, synonyms: [value of tickets, door income], also: [average, max] }
  refunded_tickets: { view: tickets, measure: { count: true, where: { is_refunded: [true] } }, label: Money-back tickets, good_when: down }
  buyers: { view: tickets, measure: { count_distinct: buyer_id }, label: Buyers, synonyms: [ticket buyers] }
  refunds: { view: tickets, measure: { sum: refund }, unit: GBP, label: Refunds paid, good_when: down }
  bar_income: { view: bars, measure: { sum: income }, unit: GBP, label: Bar income, synonyms: [drinks income] }
  glasses: { view: bars, measure: { sum: glasses }, label: Glasses poured }
  reviews: { view: reviews, measure: { count: true }, label: Reviews }
  stars: { view: reviews, measure: { average: stars }, unit: stars, label: Stars, synonyms: [star rating], also: [median] }
  seats: { view: seats, measure: { count: true }, label: Seats }
  broken_seats: { view: bars, measure: { last: broken }, label: Seats out of use, synonyms: [broken seats], good_when: down }
`,
  columns: {
    'stage.tickets': {
      sold_at: 'timestamptz',
      play: 'text',
      director: 'text',
      stage: 'text',
      channel: 'text',
      buyer_country: 'text',
      age_band: 'text',
      is_refunded: 'boolean',
      buyer_phone: 'text',
      buyer_id: 'number',
      price: 'number',
      refund: 'number',
    },
    'stage.bars': {
      hour: 'timestamptz',
      stage: 'text',
      bar: 'text',
      drink: 'text',
      income: 'number',
      glasses: 'number',
      broken: 'number',
    },
    'stage.reviews': { written_on: 'date', site: 'text', play: 'text', mood: 'text', stars: 'number' },
    'stage.seats': { stage: 'text', state: 'text' },
  },
  values: {
    tickets: {
      play: [
        'Up',
        'The Others',
        'Look Back',
        'Show Me the Sea',
        'Night Watch',
        'Hedda Gabler',
        'Table Manners',
        'Line',
      ],
      director: ['Ida Berg', 'Tom Hale', 'Nora Lind'],
      stage: ['Main House', 'Studio', 'Garden Stage'],
      channel: ['Website', 'Box office', 'TicketHub', 'Groups desk'],
      buyer_country: ['Norway', 'Denmark', 'United Kingdom'],
      age_band: ['under 26', '26 to 64', '65 and over'],
      is_refunded: [true, false],
    },
    bars: {
      stage: ['Main House', 'Studio'],
      bar: ['Foyer', 'Balcony', 'Pie'],
      drink: ['Red wine', 'Cider', 'Tea'],
    },
    reviews: {
      site: ['TicketHub', 'Stagebill'],
      play: ['Up', 'Night Watch', 'Hedda Gabler', 'Line'],
      mood: ['Warm', 'Mixed', 'Other', 'Day', 'Director'],
    },
    seats: { stage: ['Main House', 'Studio'], state: ['in use', 'under repair'] },
  },
  history: {
    tickets: ['2024-01-01T09:00', '2026-11-21T12:40'],
    bars: ['2024-01-01T18:00', '2026-11-20T22:00'],
    reviews: ['2024-01-03', '2026-11-20'],
  },
  empties: { tickets: ['director'] },
})
