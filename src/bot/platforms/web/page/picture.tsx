import { lazy, Suspense, useEffect, useRef } from 'react'
import type { WirePicture } from '../wire.ts'
import { headingHeight } from './heading-height.ts'

// Vega is large; it comes when somebody opens a chart.
const LiveChart = lazy(() => import('./live-chart.tsx'))

interface PictureProps {
  readonly picture: WirePicture
  /** Null when there is nothing to explore. */
  readonly spec: object | null
  readonly onOpen: () => void
}

/** The picture without its own heading, which the card says in text. */
export function Picture({ picture, spec, onOpen }: PictureProps) {
  const { url, altText, width, height } = picture
  const above = spec === null ? 0 : headingHeight(spec)
  return (
    <figure className="picture" style={{ aspectRatio: `${width} / ${height * (1 - above)}` }}>
      <img
        src={url}
        alt={altText}
        width={width}
        height={height}
        className={spec === null ? undefined : 'picture-opens'}
        style={{ marginTop: `${(-100 * above * height) / width}%` }}
        onClick={spec === null ? undefined : onOpen}
      />
    </figure>
  )
}

interface ChartDialogProps {
  readonly spec: object
  readonly altText: string
  readonly onClose: () => void
}

/** The chart over the whole window, alive. */
export function ChartDialog({ spec, altText, onClose }: ChartDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      className="chart-dialog"
      aria-label="Chart"
      onClose={onClose}
      onClick={({ target }) => target === dialog.current && dialog.current.close()}
    >
      <div className="chart-dialog-inside">
        <button type="button" className="quiet-button" onClick={() => dialog.current?.close()}>
          Close
        </button>
        <div className="chart-dialog-scroll">
          <Suspense fallback={<p className="card-note">Opening the chart…</p>}>
            <LiveChart spec={spec} altText={altText} />
          </Suspense>
        </div>
      </div>
    </dialog>
  )
}
