/** Words that vouch for an answer, take that back, or ask what is verified. Whole texts: everything else is a question. */

export interface VerifiedSaid {
  /** `good`: it was right, without saying what should follow. */
  readonly act: 'good' | 'verify' | 'forget' | 'list'
  /** Which question, where it was quoted; null: the one answered last. */
  readonly question: string | null
}

const it = '(?:this|that|it|(?:this|that|the|the last|your|your last) (?:answer|reply))'
const quoted = '"(?<question>.+)"'
const list = '(?:answers?|questions?|queries)'

const patterns: readonly (readonly [act: VerifiedSaid['act'], pattern: RegExp])[] = [
  ['good', /^(?:👍\p{M}*\p{Emoji_Modifier}?|:\+1:|:thumbsup:)$/u],
  [
    'good',
    /^(?:thumbs up|good answer|right answer|correct answer|that is (?:right|correct)|that(?:'|’)?s (?:right|correct)|this is (?:right|correct))$/,
  ],
  ['verify', new RegExp(`^(?:verify|bless|vouch for) ${it}$`)],
  ['verify', new RegExp(`^mark ${it} (?:as )?verified$`)],
  ['verify', new RegExp(`^use ${it} whenever (?:(?:this|that|it) is asked|${quoted} is asked)$`, 's')],
  [
    'forget',
    new RegExp(`^(?:forget|revoke|withdraw|remove|delete) (?:this|that|the) (?:verified answer|verification)$`),
  ],
  ['forget', new RegExp(`^(?:forget|revoke|withdraw|remove|delete) the verified answer to ${quoted}$`, 's')],
  ['forget', new RegExp(`^unverify ${it}$`)],
  ['list', new RegExp(`^(?:which|what) (?:${list} )?(?:are|is|have been|has been) (?:all )?verified(?: here)?$`)],
  ['list', new RegExp(`^(?:(?:list|show|give)(?: me| us)? )?(?:all |the |all the )?verified ${list}$`)],
]

/** Null: these are other words. */
export function verifiedSaid(text: string): VerifiedSaid | null {
  const plain = text
    .trim()
    .replace(/^please\s+/i, '')
    .replace(/(?:,?\s+please)?[\s.!?]*$/i, '')
  // What is quoted stays as it was written.
  const folded = plain.replace(/^[^"]*|(?<=")[^"]*$/g, (part) => part.toLowerCase().replace(/\s+/g, ' '))
  for (const [act, pattern] of patterns) {
    const found = pattern.exec(folded)
    if (found) return { act, question: found.groups?.['question'] ?? null }
  }
  return null
}
