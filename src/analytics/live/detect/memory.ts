/** Memory of numbers and arrays of them, to JSON and back without loss. */

/** Typed arrays become base64, which is a third of their size in digits; all else is JSON as it is. */
export function freeze(memory: unknown): unknown {
  if (memory instanceof Float32Array) {
    return { f32: Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength).toString('base64') }
  }
  if (Array.isArray(memory)) return memory.map(freeze)
  if (memory === null || typeof memory !== 'object') return memory
  return Object.fromEntries(Object.entries(memory).map(([name, each]) => [name, freeze(each)]))
}

/** The other way. */
export function thaw(frozen: unknown): unknown {
  if (Array.isArray(frozen)) return frozen.map(thaw)
  if (frozen === null || typeof frozen !== 'object') return frozen
  if ('f32' in frozen && typeof frozen.f32 === 'string') {
    const bytes = Uint8Array.from(Buffer.from(frozen.f32, 'base64'))
    return new Float32Array(bytes.buffer)
  }
  return Object.fromEntries(Object.entries(frozen).map(([name, each]) => [name, thaw(each)]))
}
