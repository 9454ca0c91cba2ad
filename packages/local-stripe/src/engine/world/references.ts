import type { Store } from './store'
import type { Resource } from './types'

/**
 * The object with this id. Found by the prefix of the id, or by the field for ids that users
 * choose.
 */
export function referencedBy(store: Store, field: string, id: string): Resource | undefined {
  if (field === 'product') return store.products.get(id) ?? store.deleted.get(id)
  if (field === 'coupon') return store.coupons.get(id)
  if (field === 'customer') return store.customers.get(id) ?? store.deleted.get(id)
  return objectWithId(store, id) ?? store.deleted.get(id)
}

/** The object with this id, found by its prefix. */
export function objectWithId(store: Store, id: string): Resource | undefined {
  const prefix = id.slice(0, id.lastIndexOf('_'))
  const collection = (
    {
      cbtxn: store.balanceEntries,
      clock: store.testClocks,
      cn: store.creditNotes,
      di: store.discounts,
      du: store.disputes,
      feat_test: store.features,
      mtr_test: store.meters,
      promo: store.promotionCodes,
      qt: store.quotes,
      re: store.refunds,
      sub_sched: store.schedules,
      bpc: store.portalConfigurations,
      bps: store.portalSessions,
      ch: store.charges,
      cs_test: store.checkoutSessions,
      cus: store.customers,
      evt: store.events,
      in: store.invoices,
      mandate: store.mandates,
      ii: store.invoiceItems,
      inpay: store.invoicePayments,
      pi: store.paymentIntents,
      pm: store.paymentMethods,
      pr: store.paymentRecords,
      price: store.prices,
      prod: store.products,
      seti: store.setupIntents,
      sub: store.subscriptions,
      txi: store.taxIds,
      txr: store.taxRates,
    } as Record<string, { get(id: string): Resource | undefined } | undefined>
  )[prefix]
  return collection?.get(id)
}
