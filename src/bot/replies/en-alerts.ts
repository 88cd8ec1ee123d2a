/** The sentences of alerts, in English. Numbers and dates come formatted. */

export const sentences = {
  of: (kpi: string, members: string) => `${kpi} of ${members}`,
  soFar: (value: string) => `${value} so far`,
  atThisPace: (value: string) => `${value} at this pace`,
  within: (value: string, lasted: string) => `${value} in ${lasted}`,
  away: (name: string, value: string, away: string, side: Side) => `${name}: ${value}, ${away} ${side} normal`,
  side: (away: string, side: Side) => `${away} ${side} normal`,
  beyond: (name: string, value: string, side: Side, bound: string) => `${name}: ${value}, ${side} ${bound}`,
  insteadOf: (name: string, value: string, normal: string) => `${name}: ${value} instead of the normal ${normal}`,
  is: (name: string, value: string) => `${name}: ${value}`,
  noValue: (name: string) => `${name}: no data`,
  silent: (name: string, since: string | null) =>
    since === null ? `${name}: no data has come at all` : `${name}: no data since ${since}`,
  resolved: (name: string, lasted: string) => `${name} is back to normal: resolved after ${lasted}`,
  resolvedBy: (name: string, lasted: string, total: string, side: Side) =>
    `${name} is back to normal: resolved after ${lasted}, about ${total} ${side} normal`,
  normal: (expected: string, low: string | null, high: string | null) =>
    low === null || high === null ? `normal is ${expected}` : `normal is ${expected} (${low} to ${high})`,
  since: (moment: string) => `since ${moment}`,
  driver: (members: string, share: string, figures: string) => `${members} accounts for ${share} of it: ${figures}`,
  drivers: 'What moved it:',
  moreDrivers: (count: number) => `… and ${count} more`,
  broad: 'No single segment explains it: all moved alike.',
  effects: (rate: string, mix: string) => `By the rates of the segments: ${rate}; by their weights: ${mix}.`,
  insteadOfFigures: (value: string, expected: string) => `${value} instead of ${expected}`,
  emptyMember: (dimension: string) => `${dimension} (empty)`,
  also: (all: readonly string[], more: number) => `Also: ${all.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
  before: (values: readonly string[], ago: 'day' | 'week') =>
    `The same time ${ago === 'week' ? 'of the last weeks' : 'of the last days'}, newest first: ${values.join(', ')}.`,
  holiday: (name: string) => `Public holiday: ${name}.`,
  event: (name: string) => `Going on then: ${name}.`,
  otherKpi: (kpi: string, value: string, expected: string) =>
    `At the same time ${kpi}: ${value} instead of ${expected}.`,
  recovering: 'It is within the normal range again; not yet for long enough to call it over.',
  small: (rule: string, moment: string, zone: string) => `Rule ${rule} · data as of ${moment} ${zone}`,
  acknowledged: (person: string) => `Acknowledged by ${person}.`,
  normalRange: 'normal',
  pictureFailed: 'The chart could not be drawn this time; the numbers are complete.',
  gone: 'the incident it tells of is no longer known',
  notForPlace: 'this KPI or the segment may not be shown in this place',
} as const

type Side = 'below' | 'above'
