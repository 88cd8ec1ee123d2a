/** Writes that come while others are on their way go together, in one statement after them: the busier, the fewer. */

interface Together<Item, Result> {
  /** Items of one statement. */
  readonly most: number
  /** Statements at a time. */
  readonly atOnce: number
  /** Items of one line are written in the order in which they come: no two statements at a time hold some of them. */
  readonly line?: (item: Item) => string
  /** A result for each item, in their order. */
  readonly write: (items: readonly Item[]) => Promise<readonly Result[]>
}

/** Resolves when an item is written; one whose values the database refuses rejects alone. */
export function together<Item, Result>({
  most,
  atOnce,
  line,
  write,
}: Together<Item, Result>): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let underWay = 0
  const linesUnderWay = new Set<string | undefined>()

  async function writeWaiting(): Promise<void> {
    if (underWay === atOnce) return
    underWay++
    for (let items = next(); items.length > 0; items = next()) {
      const lines = line ? items.map(({ item }) => line(item)) : []
      for (const each of lines) linesUnderWay.add(each)
      await writeAll(items)
      for (const each of lines) linesUnderWay.delete(each)
    }
    underWay--
  }

  /** The first of those that wait and may go. */
  function next(): readonly Waiting<Item, Result>[] {
    const items: Waiting<Item, Result>[] = []
    const left: Waiting<Item, Result>[] = []
    for (const each of waiting) {
      const mayGo = items.length < most && !linesUnderWay.has(line?.(each.item))
      ;(mayGo ? items : left).push(each)
    }
    waiting = left
    return items
  }

  async function writeAll(items: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await write(items.map(({ item }) => item))
      for (const [index, { written }] of items.entries()) written(results[index]!)
    } catch (error) {
      if (items.length > 1 && isAboutValues(error)) for (const each of items) await writeAll([each])
      else for (const { failed } of items) failed(error)
    }
  }

  return (item) =>
    new Promise((written, failed) => {
      waiting.push({ item, written, failed })
      void writeWaiting()
    })
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly written: (result: Result) => void
  readonly failed: (error: unknown) => void
}

/** SQLSTATE classes 22, data exceptions, and 23, violated constraints. */
function isAboutValues(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}
