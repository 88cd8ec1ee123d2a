import type { WayOn } from '../../../reply.ts'

const GROUPS = [
  { name: 'choice', title: 'Choices' },
  { name: 'breakdown', title: 'Break down' },
  { name: 'compare', title: 'Compare' },
  { name: 'next', title: 'Questions to ask next' },
] as const

interface WaysProps {
  readonly ways: readonly WayOn[]
  readonly onPress: (way: WayOn) => void
}

/** Buttons that lead on from a reply, by group; the choices of a question back stand out. */
export function Ways({ ways, onPress }: WaysProps) {
  const groups = GROUPS.map(({ name, title }) => ({ name, title, ways: ways.filter((way) => groupOf(way) === name) }))
  const filled = groups.filter((group) => group.ways.length > 0)
  if (filled.length === 0) return null
  return (
    <div className="ways">
      {filled.map((group) => (
        <div className={`ways-${group.name}`} key={group.name} role="group" aria-label={group.title}>
          {group.ways.map((way, index) => (
            <button type="button" className="chip" key={index} onClick={() => onPress(way)}>
              {way.label}
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}

function groupOf(way: WayOn): (typeof GROUPS)[number]['name'] {
  return way.kind === 'words' ? 'next' : way.group
}
