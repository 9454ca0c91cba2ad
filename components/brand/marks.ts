import type { Mark } from '@/lib/billing/catalog/brand'

/** A line of a mark, in a square of 32 by 32. By default it has the color of text on a button. */
export type MarkLine = {
  d: string
  width: number
  color?: 'signal' | 'ink'
  opacity?: number
  cap?: 'butt'
}

/** The lines of each built-in mark, drawn on a square in the brand's primary color. */
export const linesOf: Record<Mark, readonly MarkLine[]> = {
  barrier: [
    { d: 'M9 26V13', width: 5 },
    { d: 'M9 14 25 6', width: 4.5, color: 'signal' },
    { d: 'm15.2 10.9 3.6-1.8', width: 4.5, color: 'ink', cap: 'butt' },
    { d: 'M9 14v.01', width: 4, color: 'ink' },
  ],
  columns: [
    { d: 'M9 8.5v15', width: 4 },
    { d: 'M16 8.5v15', width: 4 },
    { d: 'M23 8.5v7', width: 4 },
  ],
  arch: [
    { d: 'M8.5 25V15.5a7.5 7.5 0 0 1 15 0V25', width: 3.5 },
    { d: 'M16 25v-5', width: 3.5, opacity: 0.75 },
    { d: 'M16 15.2v.01', width: 4, opacity: 0.75 },
  ],
  pulse: [{ d: 'M5.5 17.5h4.2l3.6-9 5.2 15 3.4-6h4.6', width: 3 }],
  tiles: [
    { d: 'M9.5 9.5v13', width: 5 },
    { d: 'M16 9.5v5', width: 5, opacity: 0.75 },
    { d: 'M22.5 9.5v9', width: 5 },
  ],
}
