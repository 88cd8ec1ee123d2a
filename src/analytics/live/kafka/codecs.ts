/** Compressions that kafkajs leaves to others: snappy, lz4 and zstd. One that cannot be loaded costs only what it wrote. */
import kafkajs, { CompressionTypes, type KafkaMessage } from 'kafkajs'
import { messageOf } from '../../message-of.ts'

interface Codec {
  compress(bytes: Buffer): Promise<Buffer>
  decompress(bytes: Buffer): Promise<Buffer>
}

/** Name, the package that does it, and how. */
const codecs = [
  [CompressionTypes.Snappy, 'snappy', 'snappy', loadSnappy],
  [CompressionTypes.LZ4, 'lz4', 'lz4-napi', loadLz4],
  [CompressionTypes.ZSTD, 'zstd', '@bokuweb/zstd-wasm', loadZstd],
] as const

let isRegistered = false

/** Teaches kafkajs, once. */
export function registerCodecs(): void {
  if (isRegistered) return
  isRegistered = true
  for (const [type, name, from, load] of codecs) kafkajs.CompressionCodecs[type] = asKafkajs(name, from, load)
}

/** A codec as kafkajs wants it, loaded when first used from the package `from`. */
export function asKafkajs(name: string, from: string, load: () => Promise<Codec>) {
  let loaded: Promise<Codec> | null = null
  const codec = () => (loaded ??= load())
  return () => ({
    compress: async ({ buffer }: { readonly buffer: Buffer }) => (await codec()).compress(buffer),
    decompress: (bytes: Buffer) => readable(bytes, name, from, codec),
  })
}

/** Why a record that `readable` made up could not be read; null for any other. */
export function unreadable({ headers }: Pick<KafkaMessage, 'headers'>): string | null {
  const because = headers?.[marker]
  return because === undefined ? null : String(because)
}

const marker = 'tidings-unreadable'

/** An error here would cost kafkajs the whole fetch, of all partitions: what cannot be read becomes records that say so. */
async function readable(bytes: Buffer, name: string, from: string, codec: () => Promise<Codec>): Promise<Buffer> {
  try {
    return await (await codec()).decompress(bytes)
  } catch (error) {
    const said = messageOf(error).split('\n')[0]
    const isMissing = error instanceof Error && 'code' in error && String(error.code).includes('MODULE_NOT_FOUND')
    return standIns(
      countOf(bytes),
      isMissing
        ? `its records are compressed with ${name}, and the package ${from} cannot be loaded: npm install ${from}`
        : `its records are compressed with ${name} and cannot be read: ${said}`,
    )
  }
}

/** kafkajs hands over the part of a record batch that follows the number of its records. */
function countOf(bytes: Buffer): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset - 4, 4).readInt32BE()
}

/** Records of format 2 without key and value, and with one header. */
function standIns(count: number, because: string): Buffer {
  const name = Buffer.from(marker)
  const value = Buffer.from(because)
  const record = (delta: number) => {
    const body = Buffer.concat(
      [Buffer.from([0]), varint(0), varint(delta), varint(-1), varint(-1)].concat(
        [varint(1), varint(name.length), name],
        [varint(value.length), value],
      ),
    )
    return Buffer.concat([varint(body.length), body])
  }
  return Buffer.concat(Array.from({ length: count }, (_, index) => record(index)))
}

/** Zigzag, seven bits a byte, as in protocol buffers. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Buffer.from([...bytes, rest])
}

async function loadSnappy(): Promise<Codec> {
  const { compress, uncompress } = await import('snappy')
  const whole = async (bytes: Buffer) => Buffer.from(await uncompress(bytes, { asBuffer: true }))
  return {
    compress: (bytes) => compress(bytes),
    decompress: async (bytes) => {
      if (!bytes.subarray(0, xerial.length).equals(xerial)) return whole(bytes)
      // The framing of Java's library: after 16 bytes of header, pieces that each follow their length.
      const pieces: Buffer[] = []
      for (let at = 16; at < bytes.length;) {
        const length = bytes.readInt32BE(at)
        pieces.push(await whole(bytes.subarray(at + 4, at + 4 + length)))
        at += 4 + length
      }
      return Buffer.concat(pieces)
    },
  }
}

const xerial = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])

async function loadLz4(): Promise<Codec> {
  const { compressFrame, decompressFrame } = await import('lz4-napi')
  return { compress: (bytes) => compressFrame(bytes), decompress: (bytes) => decompressFrame(bytes) }
}

async function loadZstd(): Promise<Codec> {
  const { init, compress, decompress } = await import('@bokuweb/zstd-wasm')
  await init()
  return {
    compress: (bytes) => Promise.resolve(Buffer.from(compress(bytes))),
    decompress: (bytes) => {
      // Java streams, so that the frame does not tell how long its content is.
      for (let room = Math.max(4 * bytes.length, 1 << 16); ; room *= 4) {
        try {
          return Promise.resolve(Buffer.from(decompress(bytes, { defaultHeapSize: room })))
        } catch (error) {
          if (room > mostBytes) throw error
        }
      }
    },
  }
}

/** A batch that grows beyond this is no batch of events. */
const mostBytes = 1 << 28
