/** Replies without what cannot be seen and does harm: characters that steer a screen, or turn the direction of what follows. */
import type { Reply } from '../reply.ts'

/** Everything that people read of it. Rows, SQL and the chart's data stay as they are. */
export function legible(reply: Reply): Reply {
  const { result, picture } = reply
  return {
    ...reply,
    headline: legibleLines(reply.headline),
    table: reply.table.map((row) => row.map(line)),
    provenance: reply.provenance === null ? null : line(reply.provenance),
    pictureMissing: reply.pictureMissing === null ? null : line(reply.pictureMissing),
    picture: picture && { ...picture, altText: line(picture.altText) },
    ways: reply.ways.map((way) => ({ ...way, label: line(way.label) })),
    ...(reply.comment !== undefined && { comment: legibleLines(reply.comment) }),
    ...(reply.marks && { marks: reply.marks.map((mark) => ({ ...mark, text: line(mark.text) })) }),
    ...(reply.alert && {
      alert: {
        ...reply.alert,
        state: reply.alert.state.map(line),
        lines: reply.alert.lines.map(line),
        small: line(reply.alert.small),
      },
    }),
    result: {
      ...result,
      understood: result.understood === null ? null : line(result.understood),
      because: result.because === null ? null : legibleLines(result.because),
      text: legibleLines(result.text),
      columns: result.columns.map((column) => ({ ...column, label: line(column.label) })),
      choices: result.choices.map((choice) => ({ ...choice, label: line(choice.label) })),
      chart: result.chart && { ...result.chart, altText: line(result.chart.altText) },
    },
  }
}

const breaks = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g
const unseen = /(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu

function line(text: string): string {
  return legibleLines(text).replaceAll('\n', ' ')
}

/** Text of several lines. */
export function legibleLines(text: string): string {
  return text.replace(breaks, '\n').replaceAll('\t', ' ').replace(unseen, '')
}
