import { type Context, Hono } from 'hono'
import Stripe from 'stripe'
import { emptyForm, type Filled, readForm } from '../form'
import { money } from '../money'
import { notFound } from '../not-found'
import type { PageContext } from '../page-context'
import { authenticatePage } from '../payment/authenticate'
import { fillTestCard, readCard } from '../payment/card'
import { declineErrorsOf } from '../payment/decline'
import { saveCard } from '../payment/save-card'
import type { PageEnv } from '../security'
import { type InvoiceView, invoicePage, isPayable } from './page'
import { invoicePdf } from './pdf'

/** The hosted invoice page: `/i/:id`, its payment and its PDF. */
export function invoicePages(context: PageContext): Hono<PageEnv> {
  const app = new Hono<PageEnv>()

  const withInvoice =
    (handler: (c: Context<PageEnv>, view: InvoiceView) => Response | Promise<Response>) =>
    async (c: Context<PageEnv>) => {
      const view = await readInvoice(context, c.req.param('id') ?? '')
      return view ? handler(c, view) : notFound(c, 'invoice')
    }

  app.get(
    '/:id',
    withInvoice((c, view) => c.html(invoicePage({ view, filled: emptyForm }))),
  )

  app.post(
    '/:id',
    withInvoice(async (c, view) => {
      const { invoice } = view
      const here = `/i/${invoice.id}`
      if (!isPayable(invoice)) return c.redirect(here, 303)
      const values = await readForm(c.req.raw)
      const now = context.engine.clock.now()
      const again = (filled: Filled, status: 200 | 402 | 422) =>
        c.html(invoicePage({ view, filled }), status)

      if (values.fill)
        return again({ values: fillTestCard(values.fill, values, now), errors: {} }, 200)
      const entered = values.method ? null : readCard(values, now)
      if (entered?.kind === 'invalid') return again({ values, errors: entered.errors }, 422)
      try {
        const saved = view.methods.find(({ id }) => id === values.method)
        const method = entered ? await saveCard(context.api, entered.card) : saved
        if (!method) return notFound(c, 'payment method')
        await pay(context, invoice, method)
      } catch (error) {
        if (needsAuthentication(error)) return c.redirect(`${here}/authenticate`, 303)
        const errors = declineErrorsOf(error)
        if (!errors) throw error
        return again({ values, errors }, 402)
      }
      return c.redirect(here, 303)
    }),
  )

  app.get(
    '/:id/authenticate',
    withInvoice((c, { invoice }) => {
      if (!intentToApprove(context, invoice.id)) return c.redirect(`/i/${invoice.id}`, 303)
      return c.html(
        authenticatePage({
          action: `/i/${invoice.id}/authenticate`,
          amount: money(invoice.amount_remaining, invoice.currency),
        }),
      )
    }),
  )
  app.post(
    '/:id/authenticate',
    withInvoice(async (c, view) => {
      const intent = intentToApprove(context, view.invoice.id)
      const { outcome } = await readForm(c.req.raw)
      if (!intent) return c.redirect(`/i/${view.invoice.id}`, 303)
      const answer = outcome === 'complete' ? 'success' : 'fail'
      const attempt = context.engine.paymentIntents.answerAuthentication(intent.id, answer)
      if (attempt.kind !== 'declined') return c.redirect(`/i/${view.invoice.id}`, 303)
      const filled = { values: {}, errors: { number: attempt.decline.message } }
      return c.html(invoicePage({ view, filled }), 402)
    }),
  )

  app.get(
    '/:id/pdf',
    withInvoice(async (c, { invoice, from }) => {
      const file = await invoicePdf(invoice, from)
      return c.body(new Uint8Array(file), 200, {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="invoice-${invoice.number ?? invoice.id}.pdf"`,
      })
    }),
  )

  return app
}

async function readInvoice(
  { api, engine: { store, settings } }: PageContext,
  id: string,
): Promise<InvoiceView | null> {
  if (!store.invoices.get(id)) return null
  const retrieved = await api.invoices.retrieve(id)
  // An invoice holds only its first lines.
  const lines = await api.invoices
    .listLineItems(id, { limit: 100 })
    .autoPagingToArray({ limit: 10_000 })
  const invoice = { ...retrieved, lines: { ...retrieved.lines, data: lines } }
  const customer = typeof invoice.customer === 'string' ? invoice.customer : null
  const methods = customer ? await api.paymentMethods.list({ customer, limit: 100 }) : { data: [] }
  return { invoice, from: settings.accountName, methods: methods.data }
}

/** Pays the invoice. A declined new card is detached again. */
async function pay({ api }: PageContext, invoice: Stripe.Invoice, method: Stripe.PaymentMethod) {
  const isNew = method.customer === null
  if (isNew && typeof invoice.customer === 'string') {
    await api.paymentMethods.attach(method.id, { customer: invoice.customer })
  }
  try {
    await api.invoices.pay(invoice.id, { payment_method: method.id, off_session: false })
  } catch (error) {
    if (isNew && !needsAuthentication(error)) await api.paymentMethods.detach(method.id)
    throw error
  }
}

const needsAuthentication = (error: unknown) =>
  error instanceof Stripe.errors.StripeError &&
  error.code === 'invoice_payment_intent_requires_action'

/** The payment intent of the invoice that waits for 3-D Secure, if any. */
function intentToApprove({ engine: { store } }: PageContext, invoiceId: string) {
  return store.invoicePayments
    .where('invoice', invoiceId)
    .flatMap(({ payment }) => store.paymentIntents.get(payment.payment_intent ?? '') ?? [])
    .find(({ status }) => status === 'requires_action')
}
