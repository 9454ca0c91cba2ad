import { recordedYear } from '@/testing/recorded-year'

/** What an event can be to our webhook, and so what it costs. */
export const kinds = {
  unused: 'a type nobody uses',
  covered: 'what the row already shows',
  read: 'what needs a read',
}

/** Which share of a recorded year's deliveries each kind has, and the same in words. */
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
