import { expect, test } from 'vitest'
import { newPictureId, picturesInStore } from '../../src/bot/pictures.ts'
import { useStore } from '../support/store.ts'

const own = useStore()

const newPicture = () => ({ id: newPictureId(), altText: 'a chart', width: 1, height: 1 })

test('what one instance drew any other serves', async () => {
  const [one, other] = [picturesInStore(own.store), picturesInStore(own.store)]
  const picture = newPicture()
  await one.keep(picture, Buffer.from('png'))
  expect(await other.find(picture.id)).toEqual(Buffer.from('png'))
  expect(await other.find(newPictureId())).toBeNull()
})

test('what was just drawn is had without the database, as much of it as is worth its memory', async () => {
  const pictures = picturesInStore(own.store)
  const drawn = Array.from({ length: 20 }, newPicture)
  for (const picture of drawn) await pictures.keep(picture, Buffer.alloc(1024 * 1024))
  await own.store.deleteFrom('tidings.pictures').execute()
  const found = await Promise.all(drawn.map(({ id }) => pictures.find(id)))
  expect(found.map((png) => png !== null)).toEqual(drawn.map((_picture, index) => index >= 12))
})
