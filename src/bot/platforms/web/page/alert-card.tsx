import type { AlertShown } from '../../../reply.ts'
import type { WireReply } from '../wire.ts'

interface AlertCardProps {
  readonly reply: WireReply
  readonly alert: AlertShown
}

/** An incident: what happened, its picture, and what explains it; changes in place until it is over. */
export function AlertCard({ reply: { headline, picture, pictureMissing }, alert }: AlertCardProps) {
  const isOver = alert.phase === 'resolved'
  const tone = isOver ? 'over' : alert.isBad === false ? 'good' : alert.isBad ? 'bad' : 'neutral'
  return (
    <article className={`card alert alert-${tone}`} aria-label={headline} data-incident={alert.incident}>
      <p className="alert-kind">{isOver ? 'Resolved' : alert.severity === 'critical' ? 'Critical alert' : 'Alert'}</p>
      <h2 className="card-headline" tabIndex={-1}>
        {headline}
      </h2>
      {picture && (
        <img
          className="alert-picture"
          src={picture.url}
          alt={picture.altText}
          width={picture.width}
          height={picture.height}
        />
      )}
      {pictureMissing !== null && <p className="card-note">{pictureMissing}</p>}
      <ul className="alert-lines">
        {alert.lines.map((line) => (
          <li key={line} className={line.startsWith('• ') ? 'alert-driver' : undefined}>
            {line.replace(/^• /, '')}
          </li>
        ))}
      </ul>
      <footer className="card-trace">
        <p>{alert.small}</p>
      </footer>
    </article>
  )
}
