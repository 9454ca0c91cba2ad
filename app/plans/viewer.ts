import type { Viewer } from '@/components/plans/standing'
import { ownRunning } from '@/lib/api/subscription/own-running'
import { hasRoom, type Visitor } from '@/lib/auth/session'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { decideAccess } from '@/lib/billing/access/access'
import { noFacts } from '@/lib/billing/access/facts'
import { ownFacts } from '@/lib/billing/access/own-subscriptions'
import { currentSubscription } from '@/lib/billing/subscription/current'
import { services } from '@/lib/services'

/** Returns the facts and the access of the visitor. If they aren't signed in, there are no facts. */
export async function findViewer(): Promise<Viewer> {
  const visitor = await visitorIfKnown()
  return visitor
    ? {
        facts: ownFacts(visitor.account.facts, services.rules),
        access: visitor.access,
        isSignedIn: true,
        live: await readRunning(visitor),
      }
    : {
        facts: noFacts,
        access: decideAccess(noFacts, services.rules, services.now()),
        isSignedIn: false,
      }
}

/** Read from Stripe only for a subscriber, and with a short timeout: the page works without it. */
const readRunning = async ({ account, access }: Visitor) =>
  currentSubscription(account.facts, access, services.rules) && (await hasRoom('stripe'))
    ? ownRunning(services, account)
    : null
