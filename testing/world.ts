import { frozenAt, type LocalStripeOptions } from 'local-stripe'
import type { HandlerServices } from '@/lib/api/handle'
import { cognitoTokens } from '@/lib/auth/token'
import { users } from '@/lib/auth/users'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { memoryAccounts } from '@/lib/db/accounts/memory'
import { memoryAudit } from '@/lib/db/audit/memory'
import { memoryCheckpoints } from '@/lib/db/checkpoints/memory'
import { memoryLedger } from '@/lib/db/ledger/memory'
import { memoryOutbox } from '@/lib/db/outbox/memory'
import { memoryTrials } from '@/lib/db/trials/memory'
import { readEnv } from '@/lib/env'
import { memoryCognito } from '@/lib/identity/memory'
import type { Person } from '@/lib/identity/people'
import { silentLog } from '@/lib/log'
import { memoryMails } from '@/lib/mail/memory-mails'
import type { Services } from '@/lib/services'
import { stripePortal } from '@/lib/stripe/billing-pages/stripe-portal'
import { stripePromotions } from '@/lib/stripe/checkout/promotions'
import { stripeCheckouts } from '@/lib/stripe/checkout/stripe-checkouts'
import { stripeCustomers } from '@/lib/stripe/customer/stripe-customers'
import { stripeEvents } from '@/lib/stripe/events/stripe-events'
import { stripePaymentIssues } from '@/lib/stripe/events/stripe-payment-issues'
import { stripeInvoices } from '@/lib/stripe/invoices/stripe-invoices'
import { stripeListings } from '@/lib/stripe/reconcile/stripe-listings'
import { stripeSubscriptionEnds } from '@/lib/stripe/subscription/stripe-subscription-ends'
import { stripeSubscriptions } from '@/lib/stripe/subscription/stripe-subscriptions'
import { checkAnswer } from './check-answer'
import { type Around, faulty, undisturbed } from './intercept'
import { startIssuer } from './issuer'
import { openStripe } from './local-stripe'

export type WorldOptions = {
  catalog?: Catalog
  stripe?: LocalStripeOptions
  env?: Record<string, string>
}

export type World = Awaited<ReturnType<typeof createWorld>>

/**
 * Everything the app stands on, in one process: DynamoDB and Cognito as memory twins, Stripe as the
 * local one behind the real SDK, real tokens. One clock, Stripe's, for all; it moves when told to.
 * `services` is what handlers take; `disturb` makes the calls that they make to others fail.
 */
export async function createWorld({ catalog = saas, stripe = {}, env = {} }: WorldOptions = {}) {
  const calls: string[] = []
  let around: Around = undisturbed
  const through: Around = (name, send) => {
    calls.push(name)
    return around(name, send)
  }

  const ledger = memoryLedger()
  const audit = memoryAudit()
  const outbox = memoryOutbox()
  const checkpoints = memoryCheckpoints()
  const trials = memoryTrials()
  const accounts = memoryAccounts({ ledger, audit, outbox })
  const cognito = memoryCognito()
  const mails = memoryMails()
  const issuer = await startIssuer()
  const far = await openStripe({
    catalog,
    clock: frozenAt('2026-03-01T12:00:00Z'),
    ...stripe,
    around: through,
  })
  const now = () => far.engine.clock.now()
  const settings = readEnv({ ...environment, COGNITO_CLIENT_ID: issuer.clientId, ...env })
  const tokens = cognitoTokens(issuer)
  let made = 0

  const services: Services & Pick<HandlerServices, 'checkAnswer'> = {
    checkAnswer,
    settings,
    catalog,
    rules: { catalog, groupPrefix: settings.GROUP_PREFIX, pricePlans: settings.STRIPE_PRICES },
    accounts: faulty('accounts', accounts, through),
    ledger: faulty('ledger', ledger, through),
    audit: faulty('audit', audit, through),
    outbox: faulty('outbox', outbox, through),
    checkpoints: faulty('checkpoints', checkpoints, through),
    trials: faulty('trials', trials, through),
    customers: stripeCustomers(far.stripe, catalog),
    checkouts: stripeCheckouts(far.stripe, catalog),
    portal: stripePortal(far.stripe, catalog.name),
    paymentIssues: stripePaymentIssues(far.stripe),
    subscriptionEnds: stripeSubscriptionEnds(far.stripe),
    promotions: stripePromotions(far.stripe),
    ...stripeSubscriptions(far.stripe, { catalog, pricePlans: settings.STRIPE_PRICES }),
    events: stripeEvents(far.stripe),
    invoices: stripeInvoices(far.stripe),
    listings: stripeListings(far.stripe, catalog),
    groups: faulty('groups', cognito, through),
    people: faulty('people', cognito, through),
    mails: faulty('mails', { send: mails.send }, through),
    tokens: faulty('tokens', tokens, undisturbed),
    users: users(tokens, { appUrl: settings.APP_URL, clientId: issuer.clientId }),
    log: silentLog,
    now,
    wallClock: now,
    newId: () => `intent-${++made}`,
  }

  return {
    services,
    issuer,
    /** The far ends as they are, past every disturbance. */
    accounts,
    ledger,
    audit,
    outbox,
    checkpoints,
    trials,
    cognito,
    mails,
    engine: far.engine,
    /** How the local Stripe misbehaves. */
    faults: far.local.faults,
    stripe: far.direct,
    now,

    /** The names of the calls made through `services` so far. */
    calls,
    disturb(by: Around) {
      around = by
    },
    calm() {
      around = undisturbed
      calls.length = 0
    },

    /** Somebody who has confirmed their address; no trigger has run for them. */
    enrol(name = 'ada'): Person {
      const person = {
        userId: `sub-${name}`,
        username: `sub-${name}`,
        email: `${name}@example.com`,
      }
      cognito.put(person)
      return person
    },

    /** An access token, as Cognito gave it to a person at the world's present time. */
    token({ userId, username }: Person, claims: Record<string, unknown> = {}): string {
      const iat = Math.floor(now().getTime() / 1000)
      // Whoever verifies it looks at the machine's clock.
      const exp = Math.max(iat, Math.floor(Date.now() / 1000)) + 900
      return issuer.sign({ sub: userId, username, iat, exp, ...claims })
    },

    close: () => far.local.close(),
  }
}

const environment = {
  LOCAL_STACK: '1',
  APP_URL: 'https://app.test',
  STRIPE_SECRET_KEY: 'sk_test_world',
  STRIPE_WEBHOOK_SECRET: 'whsec_world',
  COGNITO_USER_POOL_ID: 'us-east-1_Test',
  AWS_REGION: 'us-east-1',
  BILLING_TABLE: 'world',
  CRON_SECRET: 'a-secret-for-the-cron-job',
}
