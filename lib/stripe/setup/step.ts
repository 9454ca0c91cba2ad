import type Stripe from 'stripe'

/** One step that makes Stripe match the catalog: how it reads in a list, and how it is done. */
export type SetupStep = {
  /** `+` creates, `~` changes, `-` archives. Nothing is ever deleted. */
  sign: '+' | '~' | '-'
  what: 'meter' | 'feature' | 'product' | 'price' | 'portal' | 'webhook'
  name: string
  summary: string
  apply(context: SetupContext): Promise<void>
}

/** How Stripe differs from the catalog, and what only a person can decide. */
export type Difference = {
  changes: SetupStep[]
  /** What a person must decide. While there are any, nothing is changed. */
  problems: string[]
  /** Differences that are left alone. */
  notes: string[]
}

/** What a step works on: Stripe, and the ids of what exists by now, by the catalog's names. */
export type SetupContext = {
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
  /** The endpoint that a step created. Stripe shows its secret only in that answer. */
  webhook: { id: string; secret: string } | null
}

/** The metadata key of everything that we created or took over. Its value is the catalog's name. */
export const ownerMark = 'tollgate'

export const noDifference: Difference = { changes: [], problems: [], notes: [] }

export const mergeDifferences = (parts: readonly Difference[]): Difference => ({
  changes: parts.flatMap(({ changes }) => changes),
  problems: parts.flatMap(({ problems }) => problems),
  notes: parts.flatMap(({ notes }) => notes),
})

/** The id of something that exists, or that an earlier step created. */
export function idIn(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name)
  if (!id) throw new Error(`"${name}" should have been created before what needs it`)
  return id
}

/** `+ price    saas_pro_month   $49.00 monthly`. */
export const stepLine = ({ sign, what, name, summary }: SetupStep): string =>
  `${sign} ${what.padEnd(8)} ${name.padEnd(24)} ${summary}`
