/**
 * The life of incidents: opened, joined by segments and by other KPIs of the view, worse, recovering, resolved. One open
 * incident a KPI and place. Pure; who writes and tells is the watcher.
 */
import type { IncidentContent, Joined, Members } from '../incident.ts'
import { sliceKey } from '../rule.ts'
import { differenceOf, directionOf, gapOf, pictureOf, type Finding } from './finding.ts'
import { ended, updated } from './incident-course.ts'
import { graver, iso, severities, unchanged, type Change, type Incident } from './incident-state.ts'

/** Another KPI of the view that leaves within so long tells of the same. */
const nearMs = 30 * 60_000

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

const keys = new WeakMap<Members, string>()

/** Of thousands of findings and open incidents at each look. */
function keyOf(kpi: string, members: Members): string {
  const known = keys.get(members) ?? sliceKey(members)
  keys.set(members, known)
  return `${kpi} ${known}`
}
