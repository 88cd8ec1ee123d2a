/**
 * The life of incidents: opened, joined by segments and by other KPIs of the view, worse, recovering, resolved. One open
 * incident a KPI and place. Pure; who writes and tells is the watcher.
 */
import type { Explanation, IncidentContent, Joined, Members } from '../incident.ts'
import { sliceKey, type Severity, type WatchedGrain } from '../rule.ts'
import { corrected } from './correction.ts'
import { differenceOf, directionOf, gapOf, pictureOf, type Finding } from './finding.ts'

/** An incident and what is remembered of it beyond what is shown. */
export interface Incident {
  readonly id: string
  readonly view: string
  readonly openedAt: number
  readonly resolvedAt: number | null
  /** Changes that were worth telling so far. */
  readonly revision: number
  readonly acknowledgedBy: string | null
  /** Infinity: until it recovers. */
  readonly snoozedUntil: number | null
  readonly snoozedBy: string | null
  /** By which factor verdicts on it raised the bar of its rule; null: they did not. */
  readonly barBy: number | null
  readonly content: IncidentContent
  readonly book: Book
}

/** Plain JSON-able data, kept with the incident. */
export interface Book {
  /** Sum of the differences of the buckets before the present one. */
  readonly before: number
  /** The one just before the present one, and what of that sum it makes. */
  readonly last?: { readonly bucket: number; readonly made: number }
  /** In the first bucket, what was different before the incident began. */
  readonly firstBucket: number
  readonly outside: number
  /** The last bucket in which the condition held. */
  readonly lastBad: number
  /** Since when it is surely normal again. */
  readonly calmSince: number | null
  readonly calmBuckets: number
  /** How far off it was when that was told last, and the sum then. */
  readonly toldGap: number
  readonly toldTotal: number
  /** It was found in quiet hours and is told with others at their end, epoch milliseconds. */
  readonly heldUntil?: number
  /** Something is worth telling and waits: for the end of quiet hours, or of a snooze. */
  readonly isWaiting: boolean
}

/** What became of one incident. `isWorthTelling`: its revision is raised. */
export interface Change {
  readonly incident: Incident
  readonly isNew: boolean
  readonly isWorthTelling: boolean
  /** It is of a higher severity than it was. */
  readonly isGraver: boolean
  /** It was opened or got clearly worse: its cause is to be looked for (again). */
  readonly isToExplain: boolean
}

// Worse by half again, or three times as much altogether, is news.
const worseBy = 1.5
const moreBy = 3
/** Less than a tenth of what is usual is no step worth telling. */
const leastStep = 0.1
/** For so many closed buckets, or for so long within one, it is normal before it is over. */
const calmBuckets: Record<WatchedGrain, number> = { minute: 5, hour: 1, day: 1 }
const calmMs = 180_000
const nearMs = 30 * 60_000
const severities: readonly Severity[] = ['info', 'warning', 'critical']

/**
 * Incidents after the findings of one look at a view. `open` are the open ones of that view; those that do not change
 * are left out of what is given back.
 */
export function decide(
  open: readonly Incident[],
  findings: readonly Finding[],
  newId: (finding: Finding) => string,
): readonly Change[] {
  const changes = new Map<string, Change>()
  const current = new Map(open.map((incident) => [incident.id, incident]))
  const put = (change: Change) => {
    const before = changes.get(change.incident.id)
    current.set(change.incident.id, change.incident)
    changes.set(change.incident.id, {
      incident: change.incident,
      isNew: change.isNew || (before?.isNew ?? false),
      isWorthTelling: change.isWorthTelling || (before?.isWorthTelling ?? false),
      isGraver: change.isGraver || (before?.isGraver ?? false),
      isToExplain: change.isToExplain || (before?.isToExplain ?? false),
    })
  }
  for (const finding of findings.toSorted(byWeight)) {
    let places = finding.rule.tell
    let isKnown = false
    for (const incident of current.values()) {
      if (incident.resolvedAt !== null) continue
      const joined = join(incident, finding)
      if (!joined) continue
      isKnown = true
      places = places.filter((place) => !incident.content.tell.includes(place))
      put(joined)
    }
    const isTold = isKnown && places.length === 0
    if (finding.isDue && !isTold && !isOwn(current.values(), finding)) {
      const incident = opened({ ...finding, rule: { ...finding.rule, tell: places } }, newId(finding))
      put({ incident, isNew: true, isWorthTelling: true, isGraver: false, isToExplain: true })
    }
  }
  return [...changes.values()].map(ended)
}

/** Whether an open incident is about exactly this: its places are those it was opened with. */
function isOwn(incidents: Iterable<Incident>, { rule, members }: Finding): boolean {
  for (const { content, resolvedAt } of incidents)
    if (resolvedAt === null && content.rule === rule.id && sliceKey(content.members) === sliceKey(members)) return true
  return false
}

/** The whole before its parts, the graver first; else as the rules stand. */
function byWeight(one: Finding, other: Finding): number {
  const rank = ({ rule, members }: Finding) =>
    severities.indexOf(rule.severity) * 2 - Math.sign(Object.keys(members).length)
  return rank(other) - rank(one)
}

/** Whether nobody hears of it before quiet hours are over. */
function isHeldBack({ revision, book }: Incident): boolean {
  return revision === 0 && book.isWaiting && book.heldUntil !== undefined
}

/** What a finding makes of an open incident; null: they have nothing to do with each other. */
function join(incident: Incident, finding: Finding): Change | null {
  const { rule } = finding
  const { content } = incident
  if (isHeldBack(incident) && rule.quiet === null && content.rule !== rule.id) return null
  const isSame = keyOf(content.kpi, content.members) === keyOf(finding.rule.kpi, finding.members)
  if (isSame && content.grain === finding.rule.grain) return updated(incident, finding)
  const key = keyOf(finding.rule.kpi, finding.members)
  const isIn = content.joined.some((one) => keyOf(one.kpi, one.members) === key)
  if (!isIn && !(finding.isDue && belongs(incident, finding))) return null
  if (!isIn && content.kpi === finding.rule.kpi && Object.keys(finding.members).length === 0 && !isSame)
    return promoted(incident, finding)
  if (isSame) return unchanged(incident)
  const one: Joined = {
    kpi: finding.rule.kpi,
    members: finding.members,
    value: finding.value,
    expected: finding.expected,
    low: finding.low,
    high: finding.high,
    since: content.joined.find((other) => keyOf(other.kpi, other.members) === key)?.since ?? iso(finding.bucket),
    isOver: finding.isCalm,
  }
  const joined = [...content.joined.filter((other) => keyOf(other.kpi, other.members) !== key), one]
  const severity = graver(content.severity, finding)
  return {
    ...unchanged({ ...incident, content: { ...content, joined: joined.slice(-50), severity } }),
    isWorthTelling: severity !== content.severity,
    isGraver: severity !== content.severity,
  }
}

/** Whether a finding tells of the same as an open incident: its KPI, or another of the view that left at the same time. */
function belongs(incident: Incident, { rule, view, at }: Finding): boolean {
  const { content } = incident
  const { tell } = content
  const isHeard = tell.some((place) => rule.tell.includes(place)) || (tell.length === 0 && rule.tell.length === 0)
  if (!isHeard || incident.view !== view) return false
  return content.kpi === rule.kpi || Math.abs(at - incident.openedAt) <= nearMs
}

/** Told of a part first, then of the whole: the whole is what it is about. */
function promoted(incident: Incident, finding: Finding): Change {
  const { content, book } = incident
  const whole = opened(finding, incident.id)
  const { kpi, members, value, expected, low, high, from } = content
  const part: Joined = { kpi, members, value, expected, low, high, since: from, isOver: false }
  return {
    incident: {
      ...incident,
      content: {
        ...whole.content,
        rule: content.rule,
        severity: graver(content.severity, finding),
        from: content.from < whole.content.from ? content.from : whole.content.from,
        openedAt: content.openedAt,
        phase: 'worse',
        tell: content.tell,
        told: content.told,
        joined: [...content.joined, part],
        explanation: content.explanation,
      },
      book: { ...whole.book, isWaiting: book.isWaiting },
    },
    isNew: false,
    isWorthTelling: true,
    isGraver: graver(content.severity, finding) !== content.severity,
    isToExplain: true,
  }
}

function opened(finding: Finding, id: string): Incident {
  const { rule, members, value, expected, low, high } = finding
  const pace = finding.reasons?.find((reason) => reason.kind === 'pace') ?? null
  const difference = pace ? pace.value - pace.expected : differenceOf(finding)
  const content: IncidentContent = {
    rule: rule.id,
    kpi: rule.kpi,
    members,
    grain: rule.grain,
    phase: 'open',
    severity: rule.severity,
    direction: directionOf(finding),
    isBad: finding.isBad,
    from: pace?.from ?? iso(finding.oddFrom ?? finding.bucket),
    bucket: iso(finding.bucket),
    isFilling: finding.isFilling,
    expectedSoFar: finding.expectedSoFar,
    value,
    expected,
    low,
    high,
    reasons: finding.reasons ?? [],
    worst: { bucket: iso(finding.bucket), value, expected },
    total: finding.adds ? difference : null,
    joined: [],
    explanation: null,
    series: pictureOf(finding),
    asOf: iso(finding.at),
    openedAt: iso(finding.at),
    resolvedAt: null,
    tell: rule.tell,
    told: [],
  }
  return {
    id,
    view: finding.view,
    openedAt: finding.at,
    resolvedAt: null,
    revision: 0,
    acknowledgedBy: null,
    snoozedUntil: null,
    snoozedBy: null,
    barBy: null,
    content,
    book: {
      before: 0,
      firstBucket: finding.bucket,
      outside: differenceOf(finding) - difference,
      lastBad: finding.bucket,
      calmSince: null,
      calmBuckets: 0,
      toldGap: gapOf(finding),
      toldTotal: Math.abs(difference),
      isWaiting: false,
    },
  }
}

/** The next look at what an incident is about. Buckets before the one it has come to only correct what was. */
function updated(incident: Incident, finding: Finding): Change {
  const { content, book } = incident
  const bucket = Date.parse(content.bucket)
  const isNothing = finding.value === null && content.value !== null && finding.reasons === null
  if (finding.isLate) return correctedBy(incident, finding)
  if (!finding.isFilling && finding.bucketTo === bucket) return lookedBack(incident, finding)
  if (finding.bucket < bucket || isNothing) return unchanged(incident)
  const gap = gapOf(finding)
  const isNext = finding.bucket > bucket
  const before = isNext ? (content.total ?? 0) : book.before
  const lastBad = finding.reasons === null ? book.lastBad : finding.bucket
  const total = totalOf(incident, finding, before)
  const isFurther = gap >= book.toldGap * worseBy && gap - book.toldGap >= leastStep
  const isMore = total !== null && book.toldTotal > 0 && Math.abs(total) >= book.toldTotal * moreBy
  const isWorse = finding.reasons !== null && (isFurther || isMore)
  const { value, expected, low, high } = finding
  const isWorst = finding.reasons !== null && Math.abs(differenceOf(finding)) >= Math.abs(worstOf(content))
  const next: Incident = {
    ...incident,
    content: {
      ...content,
      value,
      expected,
      low,
      high,
      bucket: iso(finding.bucket),
      isFilling: finding.isFilling,
      expectedSoFar: finding.expectedSoFar,
      reasons: finding.reasons ?? content.reasons,
      worst: isWorst
        ? { bucket: iso(finding.bucket), value, expected: finding.expectedSoFar ?? expected }
        : content.worst,
      severity: graver(content.severity, finding),
      total,
      phase: isWorse ? 'worse' : content.phase,
      series: isWorse || isNext || finding.isCalm ? pictureOf(finding) : content.series,
      asOf: iso(finding.at),
    },
    book: {
      ...book,
      before,
      ...(isNext && { last: { bucket, made: before - book.before } }),
      lastBad,
      ...(isWorse && { toldGap: Math.max(gap, book.toldGap), toldTotal: Math.abs(total ?? 0) }),
    },
  }
  const change = calmed(next, finding)
  const isGraver = next.content.severity !== content.severity
  return { ...change, isWorthTelling: change.isWorthTelling || isWorse || isGraver, isGraver, isToExplain: isWorse }
}

/** Late events made another one of a bucket that is over. */
function correctedBy(incident: Incident, finding: Finding): Change {
  const found = corrected(incident, finding, { worseBy, leastStep, calmBuckets })
  if (!found) return unchanged(incident)
  return { ...unchanged(found.incident), isWorthTelling: found.isWorse, isToExplain: found.isWorse }
}

/** The bucket before closed while the next one was filling already: it may say that all is normal again. */
function lookedBack(incident: Incident, finding: Finding): Change {
  const { content, book } = incident
  const isBadNow = book.lastBad >= Date.parse(content.bucket)
  if (!finding.isCalm) return unchanged(settled(incident, finding))
  if (isBadNow) return unchanged(incident)
  const { asOf } = content
  const change = calmed(incident, finding)
  return { ...change, incident: { ...change.incident, content: { ...change.incident.content, asOf } } }
}

/** What the bucket made in the end, its last events counted. */
function settled({ content, book, ...rest }: Incident, finding: Finding): Incident {
  const { last } = book
  const isBad = finding.reasons !== null || book.lastBad === finding.bucket
  if (!finding.adds || !isBad || last?.bucket !== finding.bucket || content.total === null)
    return { content, book, ...rest }
  const made = differenceOf(finding) - (finding.bucket === book.firstBucket ? book.outside : 0)
  const by = made - last.made
  return {
    ...rest,
    content: { ...content, total: content.total + by },
    book: { ...book, before: book.before + by, last: { ...last, made } },
  }
}

/** What the incident made so far; what is normal again adds nothing. */
function totalOf({ content, book }: Incident, finding: Finding, before: number): number | null {
  if (!finding.adds) return null
  if (finding.isCalm) return content.total
  const isBad = finding.reasons !== null || book.lastBad === finding.bucket
  if (!isBad) return before
  return before + differenceOf(finding) - (finding.bucket === book.firstBucket ? book.outside : 0)
}

function worstOf({ worst: { value, expected } }: IncidentContent): number {
  return value === null || expected === null ? 0 : value - expected
}

/** Counts how long it has been normal. */
function calmed(incident: Incident, finding: Finding): Change {
  const { content, book } = incident
  if (!finding.isCalm) {
    const isBack = finding.reasons !== null && book.calmSince !== null
    if (!isBack) return unchanged(incident)
    const phase = content.phase === 'recovering' ? 'open' : content.phase
    return unchanged({
      ...incident,
      content: { ...content, phase },
      book: { ...book, calmSince: null, calmBuckets: 0 },
    })
  }
  // A bucket in which it held on the way is normal by its end.
  const from = finding.bucket <= book.lastBad ? finding.bucketTo : finding.bucket
  const since = book.calmSince ?? (finding.isFilling ? (finding.calmFrom ?? finding.at) : from)
  const buckets = book.calmBuckets + (finding.isFilling ? 0 : 1)
  return unchanged({
    ...incident,
    content: { ...content, phase: 'recovering', asOf: iso(finding.at) },
    book: { ...book, calmSince: since, calmBuckets: buckets },
  })
}

/** Resolves what has been normal for long enough, all of its KPI together. */
function ended(change: Change): Change {
  const { incident } = change
  const { content, book } = incident
  if (incident.resolvedAt !== null || book.calmSince === null) return change
  const isLong =
    book.calmBuckets >= calmBuckets[content.grain] ||
    (content.grain !== 'minute' && Date.parse(content.asOf) - book.calmSince >= calmMs)
  const isWhole = content.joined.every(({ kpi, isOver }) => kpi !== content.kpi || isOver)
  if (!isLong || !isWhole) return change
  const resolvedAt = Math.max(book.calmSince, incident.openedAt)
  return {
    ...change,
    incident: {
      ...incident,
      resolvedAt,
      content: { ...content, phase: 'resolved', resolvedAt: iso(resolvedAt) },
    },
    isWorthTelling: true,
  }
}

/** The incident with what was found about its cause. Worth telling only where it says something. */
export function explained(incident: Incident, explanation: Explanation): Change {
  const content = { ...incident.content, explanation }
  return { ...unchanged({ ...incident, content }), isWorthTelling: true }
}

/** As it is told now: the next revision. */
export function told(incident: Incident, at: number): Incident {
  const { content, book } = incident
  const revision = incident.revision + 1
  const { phase, value, expected } = content
  return {
    ...incident,
    revision,
    content: { ...content, told: [...content.told, { revision, at: iso(at), phase, value, expected }].slice(-100) },
    book: { ...book, isWaiting: false },
  }
}

/** As it was. */
export function unchanged(incident: Incident): Change {
  return { incident, isNew: false, isWorthTelling: false, isGraver: false, isToExplain: false }
}

function graver(severity: Severity, { rule, isDue }: Finding): Severity {
  return isDue && severities.indexOf(rule.severity) > severities.indexOf(severity) ? rule.severity : severity
}

const keys = new WeakMap<Members, string>()

/** Of thousands of findings and open incidents at each look. */
function keyOf(kpi: string, members: Members): string {
  const known = keys.get(members) ?? sliceKey(members)
  keys.set(members, known)
  return `${kpi} ${known}`
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
