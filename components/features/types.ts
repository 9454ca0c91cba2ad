import type { Tone } from '@/components/ui/badge'

/** What a feature's page shows: example content of one of these kinds. */
export type Demo =
  /** `path` is a route that answers a POST, and counts it. */
  | { kind: 'api'; path: `/api/${string}` }
  | {
      kind: 'chart'
      what: string
      unit: string
      values: readonly number[]
      figures: readonly Figure[]
    }
  /** `more` is a page of the app where what is listed can be changed. */
  | { kind: 'list'; title: string; rows: readonly DemoRow[]; more?: DemoLink }
  | { kind: 'board'; columns: readonly { name: string; cards: readonly string[] }[] }
  | { kind: 'options'; title: string; options: readonly DemoOption[] }
  | { kind: 'chat'; asked: string; answered: string; figures: readonly Figure[] }

export type Figure = { name: string; value: string }

export type DemoLink = { href: '/usage'; text: string }

export type DemoRow = {
  title: string
  text?: string
  /** Days from now; negative for a date in the past. */
  inDays?: number
  badge?: { tone: Tone; text: string }
}

/** A choice and whether it is made. */
export type DemoOption = { name: string; text: string; isOn: boolean }
