import type Stripe from 'stripe'

/** One step towards what the catalog says: how it reads in a list, and how it is done. */
export type Change = {
  /** `+` is made, `~` is changed, `-` can't be bought any more. Nothing is ever deleted. */
  sign: '+' | '~' | '-'
  what: 'meter' | 'feature' | 'product' | 'price' | 'portal' | 'webhook'
  name: string
  words: string
  apply(at: Workplace): Promise<void>
}

/** What is different, and what no command can settle. */
export type Difference = {
  changes: Change[]
  /** Nothing is done while there are any: each says what a person must decide. */
  problems: string[]
  /** Worth knowing, and left alone. */
  notes: string[]
}

/** Where changes are made, and the ids of what is there by now, by the names that the catalog has for them. */
export type Workplace = {
  stripe: Stripe
  ids: {
    /** By event name. */
    meters: Map<string, string>
    /** By lookup key. */
    features: Map<string, string>
    /** By plan. */
    products: Map<string, string>
    /** By lookup key. */
    prices: Map<string, string>
  }
  /** Stripe shows it once, to whoever made the endpoint. */
  webhook: { id: string; secret: string } | null
}

/** Written on everything that we made or took over; its value is the catalog's name. */
export const mark = 'tollgate'

export const nothing: Difference = { changes: [], problems: [], notes: [] }

export const together = (parts: readonly Difference[]): Difference => ({
  changes: parts.flatMap(({ changes }) => changes),
  problems: parts.flatMap(({ problems }) => problems),
  notes: parts.flatMap(({ notes }) => notes),
})

/** The id of something that an earlier change made, or that was there. */
export function idIn(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name)
  if (!id) throw new Error(`"${name}" should have been created before what needs it`)
  return id
}

/** `+ price    saas_pro_month   $49.00 monthly`. */
export const changeLine = ({ sign, what, name, words }: Change): string =>
  `${sign} ${what.padEnd(8)} ${name.padEnd(24)} ${words}`
