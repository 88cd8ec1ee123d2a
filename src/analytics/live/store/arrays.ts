/** Arrays as PostgreSQL reads them: one text for a column of thousands of values. */

/** NaN and null become NULL. */
export function numbersOf(count: number, value: (index: number) => number | null): string {
  const parts: string[] = []
  for (let index = 0; index < count; index++) {
    const each = value(index)
    parts.push(each === null || each !== each ? 'NULL' : String(each))
  }
  return `{${parts.join(',')}}`
}

export function textsOf(count: number, value: (index: number) => string | null): string {
  const parts: string[] = []
  for (let index = 0; index < count; index++) {
    const each = value(index)
    parts.push(each === null ? 'NULL' : `"${/["\\]/.test(each) ? each.replace(/["\\]/g, '\\$&') : each}"`)
  }
  return `{${parts.join(',')}}`
}
