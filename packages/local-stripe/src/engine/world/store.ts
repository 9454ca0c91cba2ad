import { Agenda, type Entry } from './agenda'
import { Collection } from './collection'
import type {
  AutomaticRate,
  BilledUsage,
  CardOnFile,
  CountryTaxRecord,
  CustomerNotes,
  Deleted,
  Delivery,
  EndpointSecrets,
  EntitlementNotes,
  ItemTaxTerms,
  MeterError,
  MeterErrorReport,
  PendingCheckout,
  PriceDetails,
  QuotedItems,
  Resumption,
  StoredAnswer,
  Usage,
} from './records'
import type {
  BalanceEntry,
  Charge,
  CheckoutLine,
  CheckoutSession,
  Coupon,
  CreditNote,
  Customer,
  Discount,
  Dispute,
  EarlyFraudWarning,
  Event,
  Feature,
  Invoice,
  InvoiceItem,
  InvoicePayment,
  Mandate,
  Meter,
  PaymentIntent,
  PaymentMethod,
  PaymentRecord,
  PortalConfiguration,
  PortalSession,
  Price,
  Product,
  ProductFeature,
  PromotionCode,
  Quote,
  Refund,
  Resource,
  Schedule,
  SetupIntent,
  Subscription,
  TaxId,
  TaxRate,
  TestClock,
  WebhookEndpoint,
} from './types'

/** The whole state of a local Stripe. */
export class Store {
  #undo: (() => void)[] | null = null
  /** Increases with every write, so that a snapshot knows whether it is up to date. */
  revision = 0
  readonly #journal = (undo: () => void) => {
    this.revision++
    this.#undo?.push(undo)
  }

  readonly #collections: Collection<Resource>[] = []

  readonly agenda = new Agenda(this.#journal)

  readonly customers = this.#collection<Customer>('customers')
  readonly products = this.#collection<Product>('products')
  readonly prices = this.#collection<Price>('prices', ['product', 'lookup_key'])
  readonly subscriptions = this.#collection<Subscription>('subscriptions', ['customer'])
  readonly invoices = this.#collection<Invoice>('invoices', ['customer'])
  readonly invoiceItems = this.#collection<InvoiceItem>('invoiceItems', ['customer'])
  readonly invoicePayments = this.#collection<InvoicePayment>('invoicePayments', ['invoice'])
  readonly paymentIntents = this.#collection<PaymentIntent>('paymentIntents', ['customer'])
  readonly setupIntents = this.#collection<SetupIntent>('setupIntents', ['customer'])
  readonly charges = this.#collection<Charge>('charges', [
    'customer',
    'payment_intent',
    'balance_transaction',
  ])
  readonly mandates = this.#collection<Mandate>('mandates', ['payment_method'])
  readonly paymentMethods = this.#collection<PaymentMethod>('paymentMethods', ['customer'])
  readonly paymentRecords = this.#collection<PaymentRecord>('paymentRecords')
  readonly checkoutSessions = this.#collection<CheckoutSession>('checkoutSessions', ['customer'])
  readonly portalSessions = this.#collection<PortalSession>('portalSessions', ['customer'])
  readonly portalConfigurations = this.#collection<PortalConfiguration>('portalConfigurations')
  readonly webhookEndpoints = this.#collection<WebhookEndpoint>('webhookEndpoints')
  readonly coupons = this.#collection<Coupon>('coupons')
  readonly promotionCodes = this.#collection<PromotionCode>('promotionCodes')
  readonly discounts = this.#collection<Discount>('discounts', ['customer'])
  readonly refunds = this.#collection<Refund>('refunds', ['charge', 'balance_transaction'])
  readonly disputes = this.#collection<Dispute>('disputes', ['charge'])
  readonly earlyFraudWarnings = this.#collection<EarlyFraudWarning>('earlyFraudWarnings', [
    'charge',
  ])
  readonly creditNotes = this.#collection<CreditNote>('creditNotes', ['invoice'])
  readonly balanceEntries = this.#collection<BalanceEntry>('balanceEntries', ['customer'])
  readonly meters = this.#collection<Meter>('meters')
  readonly usage = this.#collection<Usage>('usage', ['customer'])
  readonly meterErrors = this.#collection<MeterError>('meterErrors', ['about'])
  readonly meterErrorReports = this.#collection<MeterErrorReport>('meterErrorReports')
  readonly billedUsage = this.#collection<BilledUsage>('billedUsage')
  readonly schedules = this.#collection<Schedule>('schedules', ['customer'])
  readonly quotes = this.#collection<Quote>('quotes', ['customer'])
  readonly quotedItems = this.#collection<QuotedItems>('quotedItems')
  readonly entitlementNotes = this.#collection<EntitlementNotes>('entitlementNotes')
  readonly features = this.#collection<Feature>('features')
  readonly productFeatures = this.#collection<ProductFeature & { product: string }>(
    'productFeatures',
    ['product'],
  )
  readonly taxRates = this.#collection<TaxRate>('taxRates')
  readonly taxIds = this.#collection<TaxId>('taxIds', ['customer'])
  readonly testClocks = this.#collection<TestClock>('testClocks')
  readonly events = this.#collection<Event>('events')

  /** Internal records, which the API never shows. */
  readonly cardsOnFile = this.#collection<CardOnFile>('cardsOnFile')
  readonly automaticRates = this.#collection<AutomaticRate>('automaticRates', ['key'])
  readonly itemTaxTerms = this.#collection<ItemTaxTerms>('itemTaxTerms')
  readonly countryTaxes = this.#collection<CountryTaxRecord>('countryTaxes')
  readonly checkoutOrders = this.#collection<PendingCheckout>('checkoutOrders')
  readonly checkoutLines = this.#collection<CheckoutLine & { session: string }>('checkoutLines', [
    'session',
  ])
  readonly resumptions = this.#collection<Resumption>('resumptions')
  readonly priceDetails = this.#collection<PriceDetails>('priceDetails')
  readonly deliveries = this.#collection<Delivery>('deliveries', ['event'])
  readonly answered = this.#collection<StoredAnswer>('answered')
  readonly endpointSecrets = this.#collection<EndpointSecrets>('endpointSecrets')
  readonly customerNotes = this.#collection<CustomerNotes>('customerNotes')
  readonly deletedCoupons = this.#collection<Resource>('deletedCoupons')
  readonly deleted = this.#collection<Deleted>('deleted')

  /**
   * Runs `work` in a transaction. If it throws, its writes are rolled back, unless `keeps` says to
   * keep them.
   */
  transact<T>(work: () => T, keeps: (error: unknown) => boolean = () => false): T {
    if (this.#undo) return work()
    this.#undo = []
    try {
      const result = work()
      this.#undo = null
      return result
    } catch (error) {
      if (!keeps(error)) this.#rollBack(0)
      this.#undo = null
      throw error
    }
  }

  /** Runs `work`, returns its result and rolls back all its writes. Previews are made this way. */
  dryRun<T>(work: () => T): T {
    const outer = this.#undo
    this.#undo ??= []
    const mark = this.#undo.length
    try {
      return work()
    } finally {
      this.#rollBack(mark)
      this.#undo = outer
    }
  }

  get busy(): boolean {
    return this.#undo !== null
  }

  dump(): Record<string, unknown[]> {
    const dump: Record<string, unknown[]> = { agenda: this.agenda.all() }
    for (const collection of this.#collections) dump[collection.name] = collection.all()
    return dump
  }

  load(dump: Record<string, unknown[]>): void {
    // Safe to cast: dump() wrote it from the same types, and another version of the format is
    // refused.
    this.agenda.load((dump.agenda ?? []) as Entry[])
    for (const collection of this.#collections) {
      collection.load((dump[collection.name] ?? []) as Resource[])
    }
  }

  #rollBack(mark: number): void {
    const undo = this.#undo ?? []
    while (undo.length > mark) undo.pop()?.()
  }

  #collection<T extends Resource>(name: string, indexed: (keyof T)[] = []): Collection<T> {
    const collection = new Collection<T>(name, this.#journal, indexed)
    this.#collections.push(collection as unknown as Collection<Resource>)
    return collection
  }
}
