import type { DemoRow } from '../types'

type Badge = NonNullable<DemoRow['badge']>

export const newItem: Badge = { tone: 'brand', text: 'New' }
export const newest: Badge = { tone: 'go', text: 'Newest' }
export const solved: Badge = { tone: 'go', text: 'Solved' }
