import type { Invoice, List } from './types'

const INLINE = 10

/**
 * An object as the API and events show it, also inside a list. An invoice holds only its first ten
 * lines; the others are at the URL of the list.
 */
export function withInlineLists<T>(shown: T): T {
  if (isKind<List<object>>(shown, 'list') && isKind(shown.data[0], 'invoice')) {
    return { ...shown, data: shown.data.map(withInlineLists) }
  }
  if (!isKind<Invoice>(shown, 'invoice') || (shown.lines?.data.length ?? 0) <= INLINE) return shown
  const { lines } = shown
  return { ...shown, lines: { ...lines, data: lines.data.slice(0, INLINE), has_more: true } }
}

const isKind = <Kind extends { object: string }>(
  shown: unknown,
  kind: string,
): shown is Kind & { object: string } =>
  typeof shown === 'object' && shown !== null && 'object' in shown && shown.object === kind
