/** From evidence to an incident: opened above one threshold, kept open above a lower one, at most so long. */

export interface PolicyMemory {
  open: boolean
  /** Buckets it has been open. */
  lasted: number
  /** Buckets since it closed. */
  since: number
  /** Evidence of what was told at the same time before; what is hardly larger is not told again. */
  known: number
  told: boolean
  /** Buckets for which what came after the longest incident still settles. */
  settling: number
}

/** Evidence of 1 is what opens at the chat operating point. */
const KEEP = 0.55
/** Within so many buckets after it closed, it goes on without being opened anew. */
const JOIN = 3

const REJOIN = 0.85
/** For as long as an incident may last, a new one needs so much more. */
const COOL = 1.2
/** Larger by this than what was told at the same time before is news again. */
const LARGER = 1.15

export function newPolicy(): PolicyMemory {
  return { open: false, lasted: 0, since: 1e6, known: 0, told: false, settling: 0 }
}

/**
 * True while the incident is open. `longest`: after so many buckets the new state is the usual one; `before`: how large
 * what was told at the same time before was.
 */
export function decide(memory: PolicyMemory, evidence: number, longest: number, before: () => number): boolean {
  if (memory.open) {
    memory.lasted++
    if (evidence < KEEP || memory.lasted >= longest) {
      memory.open = false
      memory.since = 0
      if (evidence >= KEEP) memory.settling = longest
    }
    memory.told = memory.open && (memory.told || isNews(memory, evidence))
    return memory.open
  }
  memory.settling = Math.max(0, memory.settling - 1)
  memory.since = Math.min(memory.since + 1, 1e6)
  const rejoins = memory.since <= JOIN && memory.lasted < longest && evidence >= REJOIN
  if (evidence < (memory.since <= longest ? COOL : 1) && !rejoins) return false
  memory.open = true
  if (!rejoins) {
    memory.lasted = 0
    memory.known = before()
  }
  memory.told = isNews(memory, evidence)
  return true
}

function isNews({ known }: PolicyMemory, evidence: number): boolean {
  return evidence >= LARGER * known
}
