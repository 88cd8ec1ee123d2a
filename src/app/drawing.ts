/** Charts as pictures: painted, and kept for whoever shows them. */
import type { Store } from '../analytics/store/store.ts'
import { newPictureId, picturesInMemory, picturesInStore } from '../bot/pictures.ts'
import type { Picture } from '../bot/reply.ts'
import { createPainter } from '../charts/painter.ts'
import type { Chart } from '../charts/spec.ts'

export interface Drawing extends AsyncDisposable {
  /** `headless`: without title and subtitle, where the words above it say the same. */
  draw(chart: Pick<Chart, 'spec' | 'altText'>, how: { readonly headless: boolean }): Promise<Picture>
  /** The PNG; null when it has expired. */
  find(id: string): Promise<Buffer | null>
}

export function createDrawing(store: Store | null): Drawing {
  const painter = createPainter()
  const pictures = store ? picturesInStore(store) : picturesInMemory()
  return {
    async draw(chart, how) {
      const { png, width, height } = await painter.paint(chart, how)
      const picture = { id: newPictureId(), altText: chart.altText, width, height }
      await pictures.keep(picture, png)
      return picture
    },
    find: (id) => pictures.find(id),
    [Symbol.asyncDispose]: () => painter.close(),
  }
}
