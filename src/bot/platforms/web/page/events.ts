/** Server-sent events, as they come in pieces. */
export async function* events(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ readonly id: string | null; readonly data: string | null }> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const frames = (text + value).split('\n\n')
    text = frames.pop() ?? ''
    for (const frame of frames) {
      // Not by a pattern: to those, U+2028 in a value is the end of a line.
      const fields = frame.split('\n')
      const field = (name: string) =>
        fields.find((each) => each.startsWith(`${name}: `))?.slice(name.length + 2) ?? null
      yield { id: field('id'), data: field('data') }
    }
  }
}
