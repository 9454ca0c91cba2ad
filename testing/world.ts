import { frozenAt, type LocalStripeOptions } from 'local-stripe'
import type { HandlerServices } from '@/lib/api/handle'
import { cognitoTokens } from '@/lib/auth/token'
import { users } from '@/lib/auth/users'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { memoryAccountPorts } from '@/lib/db/accounts/memory-accounts'
import { memoryAudit } from '@/lib/db/audit/memory'
import { memoryCheckpoints } from '@/lib/db/checkpoints/memory'
import { memoryLedger } from '@/lib/db/ledger/memory'
import { memoryOutbox } from '@/lib/db/outbox/memory'
import { memoryRequestCounts } from '@/lib/db/rate-limits/memory'
import { rateLimiter } from '@/lib/db/rate-limits/rate-limiter'
import { memoryTrials } from '@/lib/db/trials/memory'
import { memoryUsagePorts } from '@/lib/db/usage/memory-ports'
import { readEnv } from '@/lib/env'
import { memoryCognito } from '@/lib/identity/memory'
import type { Person } from '@/lib/identity/people'
import { silentLog } from '@/lib/log'
import { memoryMails } from '@/lib/mail/memory-mails'
import type { Services } from '@/lib/services'
import { stripePortal } from '@/lib/stripe/billing-pages/stripe-portal'
import { limitedPromotions } from '@/lib/stripe/checkout/limited-promotions'
import { stripePromotions } from '@/lib/stripe/checkout/promotions'
import { stripeCheckouts } from '@/lib/stripe/checkout/stripe-checkouts'
import { stripeCustomers } from '@/lib/stripe/customer/stripe-customers'
import { stripeEvents } from '@/lib/stripe/events/stripe-events'
import { stripePaymentIssues } from '@/lib/stripe/events/stripe-payment-issues'
import { stripeInvoices } from '@/lib/stripe/invoices/stripe-invoices'
import { stripeListings } from '@/lib/stripe/reconcile/stripe-listings'
import { stripeSubscriptionEnds } from '@/lib/stripe/subscription/stripe-subscription-ends'
import { stripeSubscriptions } from '@/lib/stripe/subscription/stripe-subscriptions'
import { stripeMeterEvents } from '@/lib/stripe/usage/stripe-meter-events'
import { checkAnswer } from './api/check-answer'
import { type Interceptor, intercepted, passThrough } from './intercept'
import { startIssuer } from './issuer'
import { openStripe } from './stripe/local-stripe'

export type WorldOptions = {
  catalog?: Catalog
  stripe?: LocalStripeOptions
  env?: Record<string, string>
}

export type World = Awaited<ReturnType<typeof createWorld>>

/**
 * Every backend of the app, in one process: DynamoDB and Cognito as memory twins, the local Stripe
 * behind the real SDK, real tokens. All share one clock, Stripe's, which stands still until a test
 * moves it. Handlers are given `services`; `intercept` can fail or delay the calls they make.
 */
export async function createWorld({ catalog = saas, stripe = {}, env = {} }: WorldOptions = {}) {
  const calls: string[] = []
  let interceptor: Interceptor = passThrough
  const intercept: Interceptor = (name, send) => {
    calls.push(name)
    return interceptor(name, send)
  }

  const ledger = memoryLedger()
  const audit = memoryAudit()
  const outbox = memoryOutbox()
  const checkpoints = memoryCheckpoints()
  const trials = memoryTrials()
  const { accounts, accountWrites, customerOwners, sweepQueue } = memoryAccountPorts({
    ledger,
    audit,
    outbox,
  })
  const usage = memoryUsagePorts()
  const cognito = memoryCognito()
  const mails = memoryMails()
  const issuer = await startIssuer()
  const localStripe = await openStripe({
    catalog,
    clock: frozenAt('2026-03-01T12:00:00Z'),
    ...stripe,
    intercept,
  })
  const now = () => localStripe.engine.clock.now()
  const settings = readEnv({ ...environment, COGNITO_CLIENT_ID: issuer.clientId, ...env })
  const planRules = { catalog, pricePlans: settings.STRIPE_PRICES }
  const tokens = cognitoTokens(issuer)
  const limiter = rateLimiter({
    counts: intercepted('requestCounts', memoryRequestCounts(), intercept),
    settings,
    wallClock: now,
    log: silentLog,
  })
  let made = 0

  const services: Services & Pick<HandlerServices, 'checkAnswer'> = {
    checkAnswer,
    settings,
    catalog,
    rules: { ...planRules, groupPrefix: settings.GROUP_PREFIX },
    accounts: intercepted('accounts', accounts, intercept),
    accountWrites: intercepted('accountWrites', accountWrites, intercept),
    customerOwners: intercepted('customerOwners', customerOwners, intercept),
    sweepQueue: intercepted('sweepQueue', sweepQueue, intercept),
    ledger: intercepted('ledger', ledger, intercept),
    audit: intercepted('audit', audit, intercept),
    outbox: intercepted('outbox', outbox, intercept),
    checkpoints: intercepted('checkpoints', checkpoints, intercept),
    trials: intercepted('trials', trials, intercept),
    usageCounters: intercepted('usageCounters', usage.usageCounters, intercept),
    usageRecords: intercepted('usageRecords', usage.usageRecords, intercept),
    reservations: intercepted('reservations', usage.reservations, intercept),
    spendingCaps: intercepted('spendingCaps', usage.spendingCaps, intercept),
    usageFlushes: intercepted('usageFlushes', usage.usageFlushes, intercept),
    rateLimiter: limiter,
    corsOrigins: settings.CORS_ORIGINS,
    customers: stripeCustomers(localStripe.stripe, planRules),
    checkouts: stripeCheckouts(localStripe.stripe, catalog),
    portal: stripePortal(localStripe.stripe, catalog.name),
    paymentIssues: stripePaymentIssues(localStripe.stripe),
    subscriptionEnds: stripeSubscriptionEnds(localStripe.stripe),
    meterEvents: stripeMeterEvents(localStripe.stripe),
    promotions: limitedPromotions(stripePromotions(localStripe.stripe), limiter),
    ...stripeSubscriptions(localStripe.stripe, planRules),
    events: stripeEvents(localStripe.stripe),
    invoices: stripeInvoices(localStripe.stripe),
    listings: stripeListings(localStripe.stripe, planRules),
    groups: intercepted('groups', cognito, intercept),
    people: intercepted('people', cognito, intercept),
    sessions: intercepted('sessions', cognito, intercept),
    mails: intercepted('mails', { send: mails.send }, intercept),
    tokens: intercepted('tokens', tokens, passThrough),
    // Only the middleware renews, and it has no part in a world.
    renewals: { renew: async () => ({ kind: 'ended' }) },
    users: users(tokens, { appUrl: settings.APP_URL, clientId: issuer.clientId }),
    log: silentLog,
    now,
    wallClock: now,
    newId: () => `intent-${++made}`,
  }

  return {
    services,
    issuer,
    /** The backends themselves: calls to these are never intercepted. */
    accounts,
    accountWrites,
    customerOwners,
    sweepQueue,
    ledger,
    audit,
    outbox,
    checkpoints,
    trials,
    usage,
    cognito,
    mails,
    engine: localStripe.engine,
    /** Faults of the local Stripe itself. */
    faults: localStripe.local.faults,
    stripe: localStripe.direct,
    now,

    /** The names of the calls made through `services` so far. */
    calls,
    intercept(by: Interceptor) {
      interceptor = by
    },
    resetCalls() {
      interceptor = passThrough
      calls.length = 0
    },

    /** A user in Cognito with a confirmed address. No trigger has run: there is no row yet. */
    addUser(name = 'ada'): Person {
      const person = {
        userId: `sub-${name}`,
        username: `sub-${name}`,
        email: `${name}@example.com`,
      }
      cognito.put(person)
      return person
    },

    /** An access token, issued by Cognito to a user at the world's current time. */
    token({ userId, username }: Person, claims: Record<string, unknown> = {}): string {
      const iat = Math.floor(now().getTime() / 1000)
      // The verifier reads the machine's clock.
      const exp = Math.max(iat, Math.floor(Date.now() / 1000)) + 900
      return issuer.sign({ sub: userId, username, iat, exp, ...claims })
    },

    /** The token of a user who is in these groups, by Cognito and by the token. */
    tokenIn(person: Person, ...groups: string[]): string {
      cognito.enroll(person.username, groups)
      return this.token(person, { 'cognito:groups': groups })
    },

    close: () => localStripe.local.close(),
  }
}

/** The secret of the service that may record every meter. */
export const serviceSecret = 'a-secret-of-the-service-that-counts'

const environment = {
  LOCAL_STACK: '1',
  APP_URL: 'https://app.test',
  STRIPE_SECRET_KEY: 'sk_test_world',
  STRIPE_WEBHOOK_SECRET: 'whsec_world',
  COGNITO_USER_POOL_ID: 'us-east-1_Test',
  AWS_REGION: 'us-east-1',
  BILLING_TABLE: 'world',
  CRON_SECRET: 'a-secret-for-the-cron-job',
  SERVICE_KEYS: `api:${serviceSecret} ai:${'b'.repeat(32)}:storage|backups`,
}
