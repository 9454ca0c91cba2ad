import type Stripe from 'stripe'

/**
 * All pages of a list, and a lower bound, on Stripe's clock, of when the first was read: the
 * response's `Date` (whole seconds, rounded down) less the time the call took.
 */
export async function readAll<T extends { id: string }>(
  list: (page: { starting_after?: string }) => Promise<Stripe.Response<Stripe.ApiList<T>>>,
): Promise<{ data: T[]; readAt: Date }> {
  const startedAt = performance.now()
  let page = await list({})
  const readAt = new Date(Date.parse(dateOf(page) ?? '') - (performance.now() - startedAt))
  const data = [...page.data]
  while (page.has_more) {
    // A page that says there is more and shows nothing is no answer: half of what somebody pays for
    // must not pass for all of it.
    const last = page.data.at(-1)
    if (!last) throw new Error('Stripe says that there is more, and lists nothing')
    page = await list({ starting_after: last.id })
    data.push(...page.data)
  }
  // Without a usable Date nothing is covered, and every event reads again: slow, but right.
  return { data, readAt: Number.isNaN(readAt.getTime()) ? new Date(0) : readAt }
}

/** The SDK's types promise an object; on its fetch client it hands out fetch's own `Headers`. */
function dateOf({ lastResponse }: { lastResponse: { headers: unknown } }) {
  const { headers } = lastResponse
  return headers instanceof Headers ? headers.get('date') : (headers as Record<string, string>).date
}
