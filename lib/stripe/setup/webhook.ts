import Stripe from 'stripe'
import type { Difference } from './change'

export type WantedWebhook = {
  url: string
  events: string[]
  /** An endpoint that we know to be ours, though it may have another address. */
  knownId?: string | undefined
}

export type FoundEndpoint = {
  id: string
  url: string
  enabled: boolean
  apiVersion: string | null
  events: string[]
}

export async function readEndpoints(stripe: Stripe): Promise<FoundEndpoint[]> {
  const found: FoundEndpoint[] = []
  for await (const endpoint of stripe.webhookEndpoints.list({ limit: 100 })) {
    found.push({
      id: endpoint.id,
      url: endpoint.url,
      enabled: endpoint.status === 'enabled',
      apiVersion: endpoint.api_version,
      events: endpoint.enabled_events,
    })
  }
  return found
}

/**
 * Events are rendered in the endpoint's API version, for good: it must be the one that our SDK describes.
 * Another version is another endpoint, with another secret. The old one then works on until somebody
 * disables it, so that no event is lost while the app learns the new secret.
 */
export function webhookDifference(
  wanted: WantedWebhook,
  found: readonly FoundEndpoint[],
): Difference {
  const ours = found.filter(({ id, url }) => id === wanted.knownId || url === wanted.url)
  const known = ours.find(({ apiVersion }) => apiVersion === Stripe.API_VERSION)
  const outdated = ours.filter(({ apiVersion, enabled }) => {
    return enabled && apiVersion !== Stripe.API_VERSION
  })
  const notes = outdated.map(
    ({ id, apiVersion }) =>
      `Endpoint ${id} has the API version ${apiVersion ?? 'of the account'}. Disable it in Stripe once the app runs with the new endpoint's secret.`,
  )
  return { changes: known ? updates(wanted, known) : [creation(wanted)], problems: [], notes }
}

/** The SDK lists the types that it knows. Stripe, which knows them all, refuses a name that is none. */
const asStripes = (events: string[]) => events as Stripe.WebhookEndpointCreateParams.EnabledEvent[]

const creation = ({ url, events }: WantedWebhook): Difference['changes'][number] => ({
  sign: '+',
  what: 'webhook',
  name: url,
  words: `${events.length} event types, API version ${Stripe.API_VERSION}`,
  async apply(at) {
    const { id, secret = '' } = await at.stripe.webhookEndpoints.create({
      url,
      enabled_events: asStripes(events),
      api_version: Stripe.API_VERSION,
      description: 'Tollgate',
    })
    at.webhook = { id, secret }
  },
})

function updates(wanted: WantedWebhook, known: FoundEndpoint): Difference['changes'] {
  const added = wanted.events.filter((type) => !known.events.includes(type))
  const removed = known.events.filter((type) => !wanted.events.includes(type))
  const set = {
    ...(known.url !== wanted.url && { url: wanted.url }),
    ...(added.length + removed.length > 0 && { enabled_events: asStripes(wanted.events) }),
    ...(!known.enabled && { disabled: false }),
  }
  if (Object.keys(set).length === 0) return []
  const words = [
    set.url && `URL ${known.url} → ${set.url}`,
    added.length > 0 && `adds ${added.join(', ')}`,
    removed.length > 0 && `removes ${removed.join(', ')}`,
    set.disabled === false && 'enabled again',
  ]
  return [
    {
      sign: '~',
      what: 'webhook',
      name: wanted.url,
      words: words.filter(Boolean).join('; '),
      apply: async ({ stripe }) => {
        await stripe.webhookEndpoints.update(known.id, set)
      },
    },
  ]
}
