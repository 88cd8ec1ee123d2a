import { useEffect, useRef } from 'react'
import type { AlertShown, Offer, WayOn } from '../../../reply.ts'
import type { WireReply } from '../wire.ts'
import { Menu } from './menu.tsx'

interface AlertCardProps {
  readonly reply: WireReply
  readonly alert: AlertShown
  readonly onAct: (offer: Offer) => void
  readonly onPress: (way: WayOn) => void
}

/** An incident: what happened, its picture, and what explains it; changes in place until it is over. */
export function AlertCard({ reply, alert, onAct, onPress }: AlertCardProps) {
  const { headline, picture, pictureMissing, ways } = reply
  const isOver = alert.phase === 'resolved'
  const tone = isOver ? 'over' : alert.isBad === false ? 'good' : alert.isBad ? 'bad' : 'neutral'
  const { card, act } = useFocusKept(alert, onAct)
  return (
    <article
      className={`card alert alert-${tone}`}
      aria-label={headline}
      data-incident={alert.incident}
      data-phase={alert.phase}
      ref={card}
    >
      <p className="alert-kind">{alert.kind}</p>
      <h2 className="card-headline" tabIndex={-1}>
        {headline}
      </h2>
      <div className="alert-state" role="status">
        {alert.state.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
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
      <div className="ways alert-ways" role="group" aria-label="What to do">
        <Offers offers={alert.offers} group="first" onAct={act} />
        {ways.map((way) => (
          <button type="button" className="chip" key={way.label} onClick={() => onPress(way)}>
            {way.label}
          </button>
        ))}
        <Menu label="Snooze" choices={alert.offers.filter(({ group }) => group === 'snooze')} onChoose={act} />
        <Menu label="More" choices={alert.offers.filter(({ group }) => group === 'more')} onChoose={act} />
      </div>
      <footer className="alert-small">{alert.small}</footer>
    </article>
  )
}

interface OffersProps {
  readonly offers: readonly Offer[]
  readonly group: Offer['group']
  readonly onAct: (offer: Offer) => void
}

function Offers({ offers, group, onAct }: OffersProps) {
  return offers
    .filter((offer) => offer.group === group)
    .map((offer) => (
      <button type="button" className="chip" key={offer.act} onClick={() => onAct(offer)}>
        {offer.label}
      </button>
    ))
}

/** What was pressed may be gone from the card when it changes: then its headline has the focus, not the page. */
function useFocusKept(alert: AlertShown, onAct: (offer: Offer) => void) {
  const card = useRef<HTMLElement>(null)
  const hasActed = useRef(false)
  useEffect(() => {
    if (hasActed.current && document.activeElement === document.body)
      card.current?.querySelector<HTMLElement>('.card-headline')?.focus({ preventScroll: true })
    hasActed.current = false
  }, [alert])
  const act = (offer: Offer) => {
    hasActed.current = true
    onAct(offer)
  }
  return { card, act }
}
