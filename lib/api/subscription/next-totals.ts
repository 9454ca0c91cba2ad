import type { ForecastInvoice } from '@/lib/stripe/subscription/forecasts'

/** What the next invoice totals. Its tax is in the total, whether or not it was in the lines. */
export const nextTotals = (invoice: ForecastInvoice) => ({
  totalCents: invoice.totalCents,
  taxCents: invoice.taxCents + invoice.includedTaxCents,
  amountDueCents: invoice.amountDueCents,
})
