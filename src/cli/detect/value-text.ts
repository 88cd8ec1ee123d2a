/** A number as files write it → the number. Currency, per cent and separators of thousands are taken off. */

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
/** A currency's sign or code before or after, or a per cent sign. */
const dressed = /^([+-]?)\s*(?:[$€£¥₹]|[A-Z]{3}\b)?\s*([^\s].*?)\s*(?:[$€£¥₹%]|\b[A-Z]{3})?$/
const inBrackets = /^\((.+)\)$/
const byCommas = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const bySpaces = /^[+-]?\d{1,3}(?:[ \u00A0\u2009\u202F'’]\d{3})+(?:[.,]\d+)?$/
/** Needs a decimal comma or a second group: 1.234 by itself may be a little more than one. */
const byDots = /^[+-]?\d{1,3}(?:\.\d{3})+,\d+$|^[+-]?\d{1,3}(?:\.\d{3}){2,}$/

/** Null when it is none, or not finite. `decimalComma`: in this file 1,5 is one and a half. */
export function readValue(text: string, decimalComma: boolean): number | null {
  const trimmed = text.trim()
  if (plain.test(trimmed)) return finite(trimmed)
  const [, inside] = inBrackets.exec(trimmed) ?? []
  const [, sign = '', bare = ''] = dressed.exec(inside ?? trimmed) ?? []
  if (inside !== undefined && sign !== '') return null
  const digits = ungrouped(sign + bare, decimalComma)
  if (!plain.test(digits)) return null
  const value = finite(digits)
  return inside === undefined || value === null ? value : -value
}

function ungrouped(text: string, decimalComma: boolean): string {
  if (byDots.test(text)) return text.replaceAll('.', '').replace(',', '.')
  if (bySpaces.test(text)) return text.replaceAll(/[^\d.,+-]/g, '').replace(',', '.')
  if (byCommas.test(text) && !(decimalComma && text.split(',').length === 2 && !text.includes('.')))
    return text.replaceAll(',', '')
  return decimalComma ? text.replace(',', '.') : text
}

function finite(digits: string): number | null {
  const value = Number(digits)
  return Number.isFinite(value) ? value : null
}
