/** The sentences about alert rules, in English. Numbers, dates and what a rule says come formatted. */

export const sentences = {
  proposed: (rule: string, told: string) => `${rule}\n${told}`,
  changed: (number: number, rule: string, told: string) => `Alert ${number} would become: ${rule}\n${told}`,
  never: (days: string) => `Over the past ${days} it would not have fired.`,
  fired: (days: string, times: number, when: string, more: number) =>
    `Over the past ${days} it would have fired ${counted(times)}: ${when}${more > 0 ? ` and ${more} more before that` : ''}.`,
  days: (count: number) => (count === 1 ? 'day' : `${count} days`),
  notKnown: 'How often it would have fired cannot be told: the history could not be played just now.',
  noNormal: 'There is too little history yet to know what is normal; it says nothing until there is.',
  leftOut: (played: number, left: number) => `Played for the ${played} largest of ${played + left}.`,
  wholeBuckets: (grain: string) => `Played over whole ${grain}s; live it may speak up while one is filling.`,
  askSave: (hasOthers: boolean) =>
    `Save it? Say "save" or "cancel"${hasOthers ? ', or another size ("no: 30 %")' : ''}.`,
  save: 'Save',
  cancel: 'Cancel',
  saveDraft: (draft: number) => `save draft ${draft}`,
  cancelDraft: (draft: number) => `cancel draft ${draft}`,
  atSize: (size: string, times: number) => `${size}: ${counted(times)}`,
  draftAt: (draft: number, size: string) => `draft ${draft} at ${size}`,
  onlyUnusual: 'Only what is unusual too',
  atLeast: (size: string) => `At least ${size} off`,
  saved: (number: number, where: string) => `Saved as alert ${number}. I'll tell ${where}.`,
  savedChange: (number: number, rule: string) => `Alert ${number} is changed: ${rule}`,
  moved: (number: number, where: string, there: number) =>
    `Alert ${number} is not told here any more. I'll tell ${where}, as alert ${there}.`,
  savedBefore: (number: number) => `That is saved already: it is alert ${number}.`,
  same: (number: number) => `Alert ${number} is the same already; I saved nothing.`,
  dropped: 'All right, I saved nothing.',
  droppedBefore: 'That was cancelled. Say it anew to make it after all.',
  noDraft: 'There is no alert waiting to be saved here.',
  noSuchSize: 'That size was not offered. Say "no: 30 %", with the size you want.',
  tooMany: (most: number) => `This place has ${most} alerts, which is as many as it can have. End one first.`,

  here: 'this channel',
  you: 'you here',
  youAlone: 'you in a direct message',
  feed: 'everybody under Alerts in the web chat',

  noStore:
    'Alerts are kept in a store, and there is none here: run `tidings start` or `tidings demo`, or name one with --store.',
  unwatched: (why: string) => `I could not watch that: ${why}. I saved nothing.`,
  nobodyWatches:
    'Nobody watches the KPIs at the moment: alerts are told while `tidings start` or `tidings demo` runs and events come in.',
  makerMayNot: 'You do not see all rows of this KPI, so I cannot tell you of it: its alerts are about all of them.',
  placeMayNot: (where: string) =>
    `This KPI, or what it is sliced by, may not be told there (${where}). Make it where it may be seen.`,
  saidThere: (said: string) =>
    `I tell alerts only where I am asked to, since I cannot see who is in ${said.replace(/^<#[A-Z0-9]+\|?([^>]*)>$/, (_tag, name: string) => (name === '' ? 'that channel' : `#${name}`))}. Say it there: "alert us when …".`,

  none: 'There are no alerts here yet. Make one: "alert us when revenue per hour falls 20 % below normal".',
  noneOn: (kpi: string) => `There are no alerts on ${kpi} here.`,
  list: (lines: readonly string[]) => ['Alerts here:', ...lines.map((line) => `• ${line}`)].join('\n'),
  listed: (number: number, rule: string, facts: readonly string[]) => `${number}: ${rule} (${facts.join('; ')})`,
  by: (person: string) => `by ${person}`,
  fromFile: (id: string) => `from alerts.yml, as ${id}`,
  mutedUntil: (moment: string | null) => (moment === null ? 'muted' : `muted until ${moment}`),
  goingOn: 'open now',
  /** `since`: when it was made, where that is less than 30 days ago. */
  firedLately: (times: number, since: string | null) =>
    `${times === 0 ? 'never fired' : `fired ${counted(times)}`} ${since === null ? 'in 30 days' : `since it was made, ${since}`}`,
  useful: (useful: number, votes: number) => `${useful} of ${votes} found useful`,
  raisedBy: (percent: string) => `bar raised by ${percent}`,
  readyFrom: (moment: string) => `what is normal is known after ${moment}`,
  notReady: 'what is normal is not known yet',
  isDead: (why: string) => `is never looked at: ${why}`,

  fatigue: (alerts: number, perDay: string, useful: string | null) =>
    alerts === 0
      ? 'No alert was posted here in the last 7 days. In 30 days:'
      : `In the last 7 days ${alerts === 1 ? '1 alert was' : `${alerts.toLocaleString('en')} alerts were`} posted here, ${perDay} a day; ${
          useful === null
            ? 'nobody said yet whether they were useful'
            : `${useful} of those that people judged were useful`
        }. In 30 days:`,
  fatigueOf: (number: number, rule: string, fired: number, useful: number, votes: number) =>
    `alert ${number} ${fired === 0 ? 'never fired' : `fired ${counted(fired)}`}${votes === 0 ? '' : `, ${useful} of ${votes} found useful`}: ${rule}`,

  tiring: (lines: readonly string[]) =>
    [
      'Some of your alerts may tire people. In the last 7 days:',
      ...lines.map((line) => `• ${line}`),
      'Where they are told you can say "change alert N to 30 %", or "end alert N".',
    ].join('\n'),
  tiringOne: (rule: string, places: readonly string[], fired: number, useful: number, votes: number) =>
    `${rule} (${places.join(', ')}): ${fired === 0 ? 'did not fire' : `fired ${counted(fired)}`}${votes === 0 ? '' : `, ${useful} of ${votes} found useful`}`,

  which: (numbers: readonly number[]) => `Which one? ${numbers.map((number) => `alert ${number}`).join(', ')} fit.`,
  noSuch: 'There is no such alert here. "What alerts do we have" lists them.',
  noIt: 'Which alert do you mean? "What alerts do we have" lists them.',
  muted: (number: number, until: string | null) =>
    `Alert ${number} is muted here ${until === null ? 'until somebody unmutes it' : `until ${until}`}. Say "unmute alert ${number}" to hear it again.`,
  mutedTillOver: (number: number) =>
    `Alert ${number} is told here again when what is going on is over. Say "unmute alert ${number}" to hear it before.`,
  notGoingOn: (number: number) =>
    `Alert ${number} has nothing going on that it could wait for. Say how long: "mute alert ${number} until tomorrow".`,
  unmuted: (number: number) => `Alert ${number} is told here again.`,
  wasNotMuted: (number: number) => `Alert ${number} is not muted here.`,
  ended: (number: number, rule: string) => `Alert ${number} is ended: ${rule}`,
  mayNot: (number: number, who: readonly string[]) =>
    `Only ${list(who)} or somebody who may act for others can change or end alert ${number}. Muting it here is for everybody: "mute alert ${number}".`,
  ofFile: (number: number, id: string) =>
    `Alert ${number} is written in alerts.yml beside the catalog, as ${id}: whoever runs Tidings changes it there. Here it can be muted: "mute alert ${number}".`,
  nothingChanged: (number: number) => `Alert ${number} is like that already.`,
} as const

/** `never`, `once`, `4 times` */
function counted(times: number): string {
  if (times === 0) return 'never'
  return times === 1 ? 'once' : `${times.toLocaleString('en')} times`
}

/** `a, b and c` */
function list(items: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(items)
}
