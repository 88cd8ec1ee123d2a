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
  effects: (rate: string, mix: string) =>
    `Of the difference, ${rate} is that the segments’ own rates moved, ${mix} that their weights did.`,
  insteadOfFigures: (value: string, expected: string) => `${value} instead of ${expected}`,
  emptyMember: (dimension: string) => `${dimension} (empty)`,
  also: (all: readonly string[], more: number) => `Also: ${all.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
  before: (values: readonly string[], ago: 'day' | 'week') =>
    values.length === 1
      ? `The same time ${ago === 'week' ? 'last week' : 'the day before'}: ${values.join('')}.`
      : `The same time of the last ${ago}s, newest first: ${values.join(', ')}.`,
  holiday: (name: string) => `Public holiday: ${name}.`,
  event: (name: string) => `Going on then: ${name}.`,
  otherKpi: (kpi: string, value: string, expected: string) =>
    `At the same time ${kpi}: ${value} instead of ${expected}.`,
  held: (goingOn: number, over: number, from: string, until: string) =>
    `Held back in quiet hours (${from}–${until}): ${[
      ...(goingOn > 0 ? [`${goingOn} still going on`] : []),
      ...(over > 0 ? [`${over} came and went`] : []),
    ].join(', ')}`,
  heldGoingOn: (headline: string, since: string) => `• Still going on since ${since}: ${headline}`,
  heldOver: (headline: string, from: string) => `• Came and went (${from}): ${headline}`,
  recovering: 'It is within the normal range again; not yet for long enough to call it over.',
  small: (rule: string, moment: string, zone: string) => `Rule ${rule} · data as of ${moment} ${zone}`,
  kinds: { info: 'For information', warning: 'Alert', critical: 'Critical alert' },
  isWorse: (kind: string) => `${kind}, worse`,
  isRecovering: (kind: string) => `${kind}, recovering`,
  isResolved: 'Resolved',
  onIt: (person: string) => `${person} is on it.`,
  snoozed: (moment: string, person: string) => `Snoozed until ${moment} by ${person}.`,
  snoozedUntilOver: (person: string) => `Snoozed by ${person} until it recovers.`,
  muted: (person: string | null, until: string | null) =>
    `Muted here${person === null ? '' : ` by ${person}`}: nothing new of this rule is told until ${until ?? 'somebody unmutes it'}.`,
  barRaised: (rule: string, percent: string) =>
    `Called not useful, so the rule ${rule} tells only of what is ${percent} further off than before.`,
  ruleEnded: 'The rule of this alert has ended.',
  /** As the page calls who sits at this machine. */
  localOwner: 'Owner',
  normalRange: 'normal',
  pictureFailed: 'The chart could not be drawn this time; the numbers are complete.',
  offers: {
    acknowledge: 'I’m on it',
    why: 'Why?',
    open: 'Open the chart',
    snooze_1h: 'Snooze for an hour',
    snooze_tomorrow: 'Snooze until tomorrow, 08:00',
    snooze_recovers: 'Snooze until it recovers',
    unsnooze: 'End the snooze',
    mute: 'Mute this rule here',
    unmute: 'Unmute the rule',
    useful: 'Useful',
    not_useful: 'Not useful: raise the bar',
    take_back: 'Take back what I said of it',
    undo: 'Undo the raised bar',
  },
  /** To whoever did something, where they would not see it otherwise. */
  done: {
    acknowledge: 'All who see the alert read that you are on it.',
    snooze: (moment: string) =>
      `Snoozed until ${moment}: nothing of it is told before, unless it gets graver or is over.`,
    snoozeUntilOver: 'Snoozed until it recovers: nothing more of it is told before, unless it gets graver.',
    unsnooze: 'The snooze is over: what changes is told again.',
    mute: (rule: string) =>
      `The rule ${rule} is muted here, for everybody: nothing new of it is told until somebody unmutes it.`,
    unmute: (rule: string) => `The rule ${rule} is told here again.`,
    useful: 'Noted that it was useful. Thank you.',
    notUseful: (rule: string, percent: string) =>
      `The rule ${rule} now tells only of what is ${percent} further off than before. “Undo” takes that back.`,
    notUsefulAlready: (rule: string) => `Noted. The bar of the rule ${rule} was raised for this alert already.`,
    notUsefulOutvoted: 'Noted. As many found it useful, so the bar stays as it is.',
    takenBack: 'What you said of it is taken back.',
    barLowered: (rule: string) => `The rule ${rule} tells as before.`,
    barStays: 'Noted. More people call it not useful than useful, so the bar stays raised.',
  },
  already: {
    acknowledge: (person: string) => `${person} is on it already.`,
    snooze: 'It is snoozed already.',
    unsnooze: 'It is not snoozed.',
    mute: 'The rule is muted here already.',
    unmute: 'The rule is not muted here.',
  },
  over: 'It is over: there is nothing left to see to.',
  ended: 'The rule of this alert has ended: there is nothing to mute and no bar to raise.',
  unknown: 'I no longer know the incident that this alert tells of.',
  notForYou: 'This KPI, or this part of it, is beyond what may be seen here under your rights, so nothing was done.',
  noCause: 'There is nothing to look for a cause in.',
  noCourse: 'The chart of this KPI cannot be asked for under your rights.',
  whyAsked: (alert: string) => `Why? ${alert}`,
  gone: 'the incident it tells of is no longer known',
  notForPlace: 'this KPI or the segment may not be shown in this place',
} as const

type Side = 'below' | 'above'
