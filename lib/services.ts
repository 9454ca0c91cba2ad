import { randomUUID } from 'node:crypto'
import { cognitoRenewals } from './auth/renewals'
import { type SharedRenewals, sharedRenewals } from './auth/shared-renewals'
import { cognitoIssuer, cognitoTokens, type Tokens } from './auth/token'
import { type Users, users } from './auth/users'
import { verifyOnce } from './auth/verified-tokens'
import type { AccessRules } from './billing/access/status'
import type { Brand } from './billing/catalog/brand'
import { planByKey, withSettings } from './billing/catalog/catalog'
import { catalogNamed } from './billing/catalog/catalogs/by-name'
import type { Catalog } from './billing/catalog/schema'
import { dynamoAccountPorts } from './db/accounts/dynamo-ports'
import type { AccountPorts } from './db/accounts/ports'
import type { Audit } from './db/audit/audit'
import { dynamoAudit } from './db/audit/dynamo'
import type { Checkpoints } from './db/checkpoints/checkpoints'
import { dynamoCheckpoints } from './db/checkpoints/dynamo'
import { documentClient } from './db/dynamo/client'
import { dynamoLedger } from './db/ledger/dynamo'
import type { Ledger } from './db/ledger/ledger'
import { dynamoOutbox } from './db/outbox/dynamo'
import type { Outbox } from './db/outbox/outbox'
import { dynamoRequestCounts } from './db/rate-limits/dynamo'
import { rateLimiter } from './db/rate-limits/rate-limiter'
import { dynamoTrials } from './db/trials/dynamo'
import type { Trials } from './db/trials/trials'
import { dynamoUsagePorts } from './db/usage/dynamo-ports'
import type { UsagePorts } from './db/usage/ports'
import { readEnv, type Settings } from './env'
import { cognitoClient } from './identity/cognito/client'
import { cognitoGroups } from './identity/cognito/groups'
import { cognitoPeople } from './identity/cognito/people'
import { cognitoSessions } from './identity/cognito/sessions'
import type { Groups } from './identity/groups'
import type { People } from './identity/people'
import type { Sessions } from './identity/sessions'
import { jitteredPause } from './jittered-pause'
import { followLocalClock } from './local-clock'
import { createLog, type Log } from './log'
import { mailboxMails } from './mail/mailbox-mails'
import type { Mails } from './mail/mails'
import { senderOf } from './mail/sender'
import { sesClient, sesMails } from './mail/ses-mails'
import type { RateLimiter } from './rate-limits'
import type { Portal } from './stripe/billing-pages/portal'
import { stripePortal } from './stripe/billing-pages/stripe-portal'
import type { Checkouts } from './stripe/checkout/checkouts'
import { limitedPromotions } from './stripe/checkout/limited-promotions'
import { type Promotions, stripePromotions } from './stripe/checkout/promotions'
import { stripeCheckouts } from './stripe/checkout/stripe-checkouts'
import { stripeClient } from './stripe/client'
import type { Customers } from './stripe/customer/customers'
import { stripeCustomers } from './stripe/customer/stripe-customers'
import type { Events } from './stripe/events/events'
import type { PaymentIssues } from './stripe/events/payment-issues'
import { stripeEvents } from './stripe/events/stripe-events'
import { stripePaymentIssues } from './stripe/events/stripe-payment-issues'
import type { Invoices } from './stripe/invoices/invoices'
import { stripeInvoices } from './stripe/invoices/stripe-invoices'
import type { Listings } from './stripe/reconcile/listings'
import { stripeListings } from './stripe/reconcile/stripe-listings'
import { stripeSubscriptionEnds } from './stripe/subscription/stripe-subscription-ends'
import {
  type SubscriptionPorts,
  stripeSubscriptions,
} from './stripe/subscription/stripe-subscriptions'
import type { SubscriptionEnds } from './stripe/subscription/subscription-ends'
import type { MeterEvents } from './stripe/usage/meter-events'
import { stripeMeterEvents } from './stripe/usage/stripe-meter-events'

type PortGroups = AccountPorts & UsagePorts & SubscriptionPorts

export type Services = PortGroups & {
  settings: Settings
  catalog: Catalog
  rules: AccessRules
  ledger: Ledger
  audit: Audit
  outbox: Outbox
  checkpoints: Checkpoints
  trials: Trials
  rateLimiter: RateLimiter
  /** The other websites whose pages may call the API. */
  corsOrigins: readonly string[]
  customers: Customers
  checkouts: Checkouts
  portal: Portal
  paymentIssues: PaymentIssues
  subscriptionEnds: SubscriptionEnds
  meterEvents: MeterEvents
  promotions: Promotions
  invoices: Invoices
  listings: Listings
  events: Events
  groups: Groups
  people: People
  sessions: Sessions
  /** `null` if no mail backend is configured: messages wait in the outbox. */
  mails: Mails | null
  tokens: Tokens
  renewals: SharedRenewals
  users: Users
  log: Log
  now: () => Date
  wallClock: () => Date
  newId: () => string
  pauseBeforeRetry?: (attempt: number) => Promise<void>
}

/** Creates the real services, each on first use, so that importing this reads no environment. */
export function createServices(env: Record<string, string | undefined>): Services {
  const settings = once(() => readEnv(env))
  const catalog = once(() => chooseCatalog(settings()))
  const dynamo = once(() =>
    documentClient({
      region: settings().AWS_REGION,
      endpoint: settings().DYNAMODB_ENDPOINT,
      fastPath: settings().DYNAMODB_FAST_PATH,
    }),
  )
  const accountPorts = once(() => dynamoAccountPorts(dynamo(), settings().BILLING_TABLE))
  const usagePorts = once(() => dynamoUsagePorts(dynamo(), settings().BILLING_TABLE))
  const cognito = once(() =>
    cognitoClient({ region: settings().AWS_REGION, endpoint: settings().COGNITO_ENDPOINT }),
  )
  const stripe = once(() =>
    stripeClient({
      secretKey: settings().STRIPE_SECRET_KEY,
      base: settings().STRIPE_API_BASE,
    }),
  )
  const tokens = once(() => {
    const { COGNITO_CLIENT_ID: clientId } = settings()
    const issuer = cognitoIssuer({
      region: settings().AWS_REGION,
      poolId: settings().COGNITO_USER_POOL_ID,
      endpoint: settings().COGNITO_ENDPOINT,
    })
    const lifeLimit = {
      minutes: settings().ACCESS_TOKEN_MAX_MINUTES,
      report: onceAMinute((minutes: number) =>
        createLog(settings().LOG_LEVEL).error(
          { minutes, limit: settings().ACCESS_TOKEN_MAX_MINUTES },
          'Access tokens live too long and are refused: shorten them in the Cognito app client, or raise ACCESS_TOKEN_MAX_MINUTES',
        ),
      ),
    }
    return verifyOnce(cognitoTokens({ issuer, clientId, lifeLimit }), `${issuer} ${clientId}`)
  })
  const planRules = once(() => ({ catalog: catalog(), pricePlans: settings().STRIPE_PRICES }))
  const subscriptionPorts = once(() => stripeSubscriptions(stripe(), planRules()))
  const log = once(() => createLog(settings().LOG_LEVEL))
  const wallClock = () => new Date()
  const limiter = once(() =>
    rateLimiter({
      counts: dynamoRequestCounts(dynamo(), settings().BILLING_TABLE),
      settings: settings(),
      wallClock,
      log: log(),
    }),
  )
  const parts = {
    settings,
    catalog,
    rules: once(() => ({
      catalog: catalog(),
      groupPrefix: settings().GROUP_PREFIX,
      pricePlans: settings().STRIPE_PRICES,
    })),
    accounts: () => accountPorts().accounts,
    accountWrites: () => accountPorts().accountWrites,
    customerOwners: () => accountPorts().customerOwners,
    sweepQueue: () => accountPorts().sweepQueue,
    ledger: once(() => dynamoLedger(dynamo(), settings().BILLING_TABLE)),
    audit: once(() => dynamoAudit(dynamo(), settings().BILLING_TABLE)),
    outbox: once(() => dynamoOutbox(dynamo(), settings().BILLING_TABLE)),
    checkpoints: once(() => dynamoCheckpoints(dynamo(), settings().BILLING_TABLE)),
    trials: once(() =>
      dynamoTrials(dynamo(), settings().BILLING_TABLE, trialKey(settings(), catalog())),
    ),
    usageCounters: () => usagePorts().usageCounters,
    usageRecords: () => usagePorts().usageRecords,
    reservations: () => usagePorts().reservations,
    spendingCaps: () => usagePorts().spendingCaps,
    usageFlushes: () => usagePorts().usageFlushes,
    rateLimiter: limiter,
    corsOrigins: () => settings().CORS_ORIGINS,
    customers: once(() => stripeCustomers(stripe(), planRules())),
    checkouts: once(() => stripeCheckouts(stripe(), catalog())),
    portal: once(() => stripePortal(stripe(), catalog().name)),
    paymentIssues: once(() => stripePaymentIssues(stripe())),
    meterEvents: once(() => stripeMeterEvents(stripe())),
    subscriptionEnds: once(() => stripeSubscriptionEnds(stripe())),
    promotions: once(() => limitedPromotions(stripePromotions(stripe()), limiter())),
    subscriptions: () => subscriptionPorts().subscriptions,
    forecasts: () => subscriptionPorts().forecasts,
    cancellations: () => subscriptionPorts().cancellations,
    pauses: () => subscriptionPorts().pauses,
    meteredItems: () => subscriptionPorts().meteredItems,
    events: once(() => stripeEvents(stripe())),
    invoices: once(() => stripeInvoices(stripe())),
    listings: once(() => stripeListings(stripe(), planRules())),
    groups: once(() => cognitoGroups(cognito(), settings().COGNITO_USER_POOL_ID)),
    people: once(() => cognitoPeople(cognito(), settings().COGNITO_USER_POOL_ID)),
    sessions: once(() => cognitoSessions(cognito())),
    mails: once(() => chooseMails(settings(), catalog().brand)),
    tokens,
    renewals: once(() =>
      sharedRenewals(
        cognitoRenewals({
          userPoolId: settings().COGNITO_USER_POOL_ID,
          clientId: settings().COGNITO_CLIENT_ID,
          endpoint: settings().COGNITO_ENDPOINT ?? null,
          // A page waits for it.
          timeoutMs: 1_500,
        }),
      ),
    ),
    users: once(() =>
      users(tokens(), { appUrl: settings().APP_URL, clientId: settings().COGNITO_CLIENT_ID }),
    ),
    log,
    now: once(() => billingClock(settings())),
    wallClock: () => wallClock,
    newId: once(() => randomUUID),
    pauseBeforeRetry: once(() => jitteredPause),
  } satisfies { [Name in keyof Services]: () => Services[Name] }

  return Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(parts).map(([name, get]) => [name, { get, enumerable: true }]),
    ),
    // The cast is safe: each property comes from `parts`, which `satisfies` above checks.
  ) as Services
}

export const services = createServices(process.env)

/** The billing clock: the local Stripe's on the local stack, otherwise the system's. */
const billingClock = ({ LOCAL_STACK, STRIPE_API_BASE }: Settings) =>
  LOCAL_STACK && STRIPE_API_BASE ? followLocalClock(STRIPE_API_BASE) : () => new Date()

function chooseMails(
  { MAIL_FROM: address, MAILBOX_URL: url, LOCAL_STACK, AWS_REGION }: Settings,
  brand: Brand,
) {
  if (!address) return null
  const from = senderOf(address, brand)
  if (url) return mailboxMails({ url, from })
  return LOCAL_STACK ? null : sesMails(sesClient({ region: AWS_REGION }), from)
}

function chooseCatalog(settings: Settings): Catalog {
  const catalog = catalogNamed(settings.CATALOG)
  // A typo here would silently grant nothing to users who pay.
  for (const [price, plan] of Object.entries(settings.STRIPE_PRICES)) {
    if (!planByKey(catalog, plan)) {
      throw new Error(
        `STRIPE_PRICES: ${price} names "${plan}", which isn’t a plan of ${catalog.name}`,
      )
    }
  }
  // A key with a typo would be refused with every record.
  for (const { name, meters } of settings.SERVICE_KEYS) {
    const unknown = meters?.find((meter) => !Object.hasOwn(catalog.meters, meter))
    if (unknown !== undefined) {
      throw new Error(
        `SERVICE_KEYS: ${name} names "${unknown}", which isn’t a meter of ${catalog.name}`,
      )
    }
  }
  const { GRACE_DAYS: graceDays, TRIAL_DAYS: trialDays } = settings
  return withSettings(catalog, { graceDays, trialDays })
}

/** Without a key the marks would be plain hashes of email addresses, which can be guessed. */
function trialKey({ TRIAL_KEY, TRIAL_DAYS }: Settings, catalog: Catalog): string {
  if (TRIAL_KEY !== undefined) return TRIAL_KEY
  const plan = catalog.plans.find(
    ({ prices, trialDays = TRIAL_DAYS }) => prices.length > 0 && trialDays,
  )
  if (!plan) return ''
  throw new Error(
    `Tollgate can't start. Set TRIAL_KEY to a long random string, for example from "openssl rand -hex 32": ${plan.name} has a trial (.env.example explains it)`,
  )
}

/** Calls `act` at most once a minute: a wrong setting would fill the log with one line per request. */
function onceAMinute<Given>(act: (given: Given) => void): (given: Given) => void {
  let nextAt = 0
  return (given) => {
    if (Date.now() < nextAt) return
    nextAt = Date.now() + 60_000
    act(given)
  }
}

function once<T>(build: () => T): () => T {
  let built: { value: T } | undefined
  return () => {
    built ??= { value: build() }
    return built.value
  }
}
