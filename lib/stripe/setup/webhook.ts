import Stripe from 'stripe'
import type { Difference } from './step'

export type WantedWebhook = {
  url: string
  events: string[]
  /** The id of our endpoint, if it is known. Its address may differ. */
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
 * Stripe renders events in their endpoint's API version, which can't be changed: it must be the
 * version of our SDK. Another version needs another endpoint, with another secret. The old endpoint
 * works until an operator disables it, so that no event is lost before the app has the new secret.
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

/** The SDK's type lists the events of its version. Stripe itself refuses an unknown name. */
const asEnabledEvents = (events: string[]) =>
  events as Stripe.WebhookEndpointCreateParams.EnabledEvent[]

const creation = ({ url, events }: WantedWebhook): Difference['changes'][number] => ({
  sign: '+',
  what: 'webhook',
  name: url,
  summary: `${events.length} event types, API version ${Stripe.API_VERSION}`,
  async apply(at) {
    const { id, secret = '' } = await at.stripe.webhookEndpoints.create({
      url,
      enabled_events: asEnabledEvents(events),
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
    ...(added.length + removed.length > 0 && { enabled_events: asEnabledEvents(wanted.events) }),
    ...(!known.enabled && { disabled: false }),
  }
  if (Object.keys(set).length === 0) return []
  const parts = [
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
      summary: parts.filter(Boolean).join('; '),
      apply: async ({ stripe }) => {
        await stripe.webhookEndpoints.update(known.id, set)
      },
    },
  ]
}
