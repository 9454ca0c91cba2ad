import { recordedYear } from '@/testing/calls/recorded-year'

/** The three kinds of events, by what the webhook does with them. */
export const kinds = {
  unused: 'unused type',
  covered: 'covered (the row shows it)',
  read: 'read from Stripe',
}

/** Each kind's share of a recorded year's deliveries, and the same in words. */
export async function mixOf(
  types: 'all' | 'used',
): Promise<{ shares: Record<string, number>; words: string }> {
  const { delivered } = await recordedYear({ types })
  const share = (of: (calls: string[]) => boolean) =>
    delivered.filter(({ calls }) => of(calls)).length / delivered.length
  const asksStripe = (calls: string[]) => calls.some((call) => call.startsWith('stripe '))
  const shares = {
    [kinds.unused]: share((calls) => calls.length === 0),
    [kinds.covered]: share((calls) => calls.length > 0 && !asksStripe(calls)),
    [kinds.read]: share(asksStripe),
  }
  const words = Object.entries(shares).map(([name, part]) => `${Math.round(part * 100)}% ${name}`)
  return { shares, words: words.join(', ') }
}
