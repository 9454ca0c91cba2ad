import type Stripe from 'stripe'

/**
 * Reads all pages of a list. `readAt` is a lower bound, on Stripe's clock, of when the first page
 * was read: the response's `Date` (whole seconds, rounded down) minus the duration of the call.
 */
export async function readAll<T extends { id: string }>(
  list: (page: { starting_after?: string }) => Promise<Stripe.Response<Stripe.ApiList<T>>>,
): Promise<{ data: T[]; readAt: Date }> {
  const startedAt = performance.now()
  let page = await list({})
  const readAt = new Date(Date.parse(dateOf(page) ?? '') - (performance.now() - startedAt))
  const data = [...page.data]
  while (page.has_more) {
    // An empty page with more to come is an error. A part of a user's subscriptions must not be
    // taken for all of them.
    const last = page.data.at(-1)
    if (!last) throw new Error('Stripe says that there is more, and lists nothing')
    page = await list({ starting_after: last.id })
    data.push(...page.data)
  }
  // Without a valid Date no event is covered, and every event reads again: slow, but correct.
  return { data, readAt: Number.isNaN(readAt.getTime()) ? new Date(0) : readAt }
}

/** The SDK's types promise an object, but its fetch client returns fetch's own `Headers`. */
function dateOf({ lastResponse }: { lastResponse: { headers: unknown } }) {
  const { headers } = lastResponse
  return headers instanceof Headers ? headers.get('date') : (headers as Record<string, string>).date
}
