import * as prices from './catalog/prices'
import { createProductWithPrice } from './catalog/product-with-price'
import * as products from './catalog/products'
import { changeQuantity } from './checkout/adjustable-quantity'
import { locateOpenSession } from './checkout/locate-buyer'
import * as checkoutPay from './checkout/pay/pay'
import { applyPromotion } from './checkout/promotion'
import * as checkout from './checkout/sessions'
import * as customers from './customers/customers'
import * as notes from './customers/next-payment-fails'
import * as paymentMethods from './customers/payment-methods/attach'
import { deleteCustomer } from './delete-customer'
import * as invoiceClose from './invoices/by-hand/close'
import * as invoicePay from './invoices/by-hand/pay'
import { paymentsOf } from './invoices/invoice-payments'
import * as paymentAttempts from './payments/attempts'
import * as disputes from './payments/disputes'
import { createEarlyFraudWarning } from './payments/early-fraud-warnings'
import * as paymentIntents from './payments/payment-intents'
import * as refunds from './payments/refunds'
import * as setupIntents from './payments/setup-intents'
import * as portalChangePlan from './portal/change-plan'
import * as portalConfiguration from './portal/configuration'
import { portalPause } from './portal/pause'
import * as portal from './portal/sessions'
import { reactions } from './reactions'
import * as subscriptionUpdate from './subscriptions/changes/update'
import * as subscriptions from './subscriptions/create'
import type { SubscriptionCreate } from './subscriptions/create-params'
import * as subscriptionEnd from './subscriptions/end'
import * as upcoming from './subscriptions/upcoming'
import { advanceTestClocks, advanceTo, runAllDue } from './tasks'
import { countryTaxes, setCountryTaxes } from './tax/country-taxes'
import { createTaxRate } from './tax/tax-rates'
import { inTestClock, testClockOf } from './test-clocks/in-test-clock'
import * as endpoints from './webhook-endpoints'
import { createWorld, transact, type World, type WorldOptions } from './world/world'

/**
 * The local Stripe without HTTP. Each method is one transaction, at the time of the clock. The
 * API's routes and the hosted pages both use it.
 */
export function createEngine(options: WorldOptions = {}) {
  const world = createWorld(reactions, options)

  return {
    world,
    store: world.store,
    settings: world.settings,

    /**
     * Runs all due tasks, then `work` as one transaction: in the time of the test clock whose
     * objects' ids are in `about`, else in the world's.
     */
    run<T>(work: (world: World) => T, about?: unknown): T {
      return runNow(world, about, () => work(world))
    },

    clock: {
      now: () => new Date(world.clock.now()),
      state: () => world.clock.state(),
      advanceTo: (moment: Date) => advanceTo(world, moment.getTime()),
      advance: (by: Span) => advanceTo(world, world.clock.now() + milliseconds(by)),
      /** Advances to just after the invoice of the next renewal was finalized and charged. */
      advanceToNextRenewal: () => advanceToNextRenewal(world),
      /** Returns to machine time. Tasks that are scheduled for later wait until then. */
      real: () => world.clock.restore({ mode: 'real' }),
      runDue: () => runAllDue(world),
    },

    checkout: bound(world, {
      create: checkout.createCheckoutSession,
      expire: checkout.expireCheckoutSession,
      lines: checkout.checkoutLines,
      applyPromotion,
      changeQuantity,
      locate: locateOpenSession,
      pay: checkoutPay.payCheckout,
      completeAuthentication: checkoutPay.completeAuthentication,
    }),
    customers: bound(world, {
      create: customers.createCustomer,
      update: customers.updateCustomer,
      delete: deleteCustomer,
      nextPaymentFails: notes.nextPaymentFails,
    }),
    products: bound(world, { create: createProductWithPrice, update: products.updateProduct }),
    prices: bound(world, { create: prices.createPrice, update: prices.updatePrice }),
    subscriptions: bound(world, {
      create: (w: World, params: SubscriptionCreate) => subscriptions.createSubscription(w, params),
      update: subscriptionUpdate.updateSubscription,
      cancel: subscriptionEnd.cancelSubscription,
      upcomingInvoice: upcoming.upcomingInvoice,
    }),
    invoices: bound(world, {
      pay: invoicePay.payInvoice,
      payWithCard: invoicePay.payInvoiceWithCard,
      void: invoiceClose.voidInvoice,
      payments: paymentsOf,
    }),
    paymentIntents: bound(world, {
      create: paymentIntents.createPaymentIntent,
      confirm: paymentIntents.confirmPaymentIntent,
      answerAuthentication: paymentAttempts.answerAuthentication,
    }),
    setupIntents: bound(world, {
      create: setupIntents.createSetupIntent,
      answerAuthentication: setupIntents.answerSetupAuthentication,
    }),
    paymentMethods: bound(world, {
      attach: paymentMethods.attachPaymentMethod,
      detach: paymentMethods.detachPaymentMethod,
    }),
    refunds: bound(world, { create: refunds.createRefund }),
    disputes: bound(world, { open: disputes.openDispute, close: disputes.closeDispute }),
    earlyFraudWarnings: bound(world, { create: createEarlyFraudWarning }),
    taxes: bound(world, { set: setCountryTaxes, all: countryTaxes, createRate: createTaxRate }),
    portal: bound(world, {
      create: portal.createPortalSession,
      cancel: portal.portalCancel,
      resume: portal.portalResume,
      pause: portalPause,
      switch: portalChangePlan.portalChangePlan,
      previewSwitch: portalChangePlan.previewPortalPlanChange,
      keepPlan: portalChangePlan.portalKeepPlan,
      addCard: portal.portalAddCard,
      setDefaultMethod: portal.portalSetDefaultMethod,
      removeMethod: portal.portalRemoveMethod,
      updateCustomer: portal.portalUpdateCustomer,
      createConfiguration: portalConfiguration.createPortalConfiguration,
    }),
    webhookEndpoints: bound(world, {
      create: endpoints.createWebhookEndpoint,
      rollSecret: endpoints.rollSecret,
      setSecret: endpoints.setSecret,
    }),
  }
}
export type Engine = ReturnType<typeof createEngine>

export interface Span {
  days?: number
  hours?: number
  minutes?: number
  seconds?: number
}

const milliseconds = ({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Span) =>
  (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000

function runNow<T>(world: World, about: unknown, work: () => T): T {
  runAllDue(world)
  const clock = testClockOf(world, about)
  const result = inTestClock(world, clock, () => transact(world, work))
  advanceTestClocks(world)
  return result
}

function advanceToNextRenewal(world: World): boolean {
  const next = world.agenda.ofWorld().find((entry) => entry.task === 'renew')
  if (!next) return false
  advanceTo(
    world,
    Math.max(world.clock.now(), next.at + world.settings.finalizeAfter * 1000 + 1000),
  )
  return true
}

type Verbs = Record<string, (world: World, ...given: never[]) => unknown>
type Bound<V extends Verbs> = {
  [Name in keyof V]: V[Name] extends (world: World, ...given: infer Given) => infer Result
    ? (...given: Given) => Result
    : never
}

/** Binds the functions to the world and runs each in a transaction. */
function bound<V extends Verbs>(world: World, verbs: V): Bound<V> {
  const entries = Object.entries(verbs).map(([name, verb]) => [
    name,
    (...given: never[]) => {
      return runNow(world, given, () => verb(world, ...given))
    },
  ])
  // Object.fromEntries loses the signature of each name. Bound<V> is exactly what was built above.
  return Object.fromEntries(entries) as Bound<V>
}
