import { ExternalLink } from 'lucide-react'
import { formatAmount } from 'stripe-currencies'
import { PaymentMethodName } from '@/components/account/payment-method'
import type { CheckoutReceipt } from '@/lib/stripe/checkout/checkouts'

/** The plan, the amount paid today, the payment method, and a link to Stripe's receipt. */
export const OrderSummary = ({ plan, receipt }: { plan: string; receipt: CheckoutReceipt }) => (
  <section aria-label="Order summary" className="mt-6 rounded-field bg-sunk/60 px-4 py-1">
    <dl className="divide-y divide-line">
      <Line name="Plan">{plan}</Line>
      <Line name="Paid today">{formatAmount(receipt.amountCents, receipt.currency)}</Line>
      {receipt.paymentMethod && (
        <Line name="Payment method">
          <PaymentMethodName method={receipt.paymentMethod} />
        </Line>
      )}
      {receipt.url && (
        <Line name="Receipt">
          <a href={receipt.url} className="link inline-flex items-center gap-1.5">
            View on Stripe
            <ExternalLink aria-hidden="true" className="size-4" />
          </a>
        </Line>
      )}
    </dl>
  </section>
)

const Line = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div className="flex flex-wrap items-center justify-between gap-x-6 py-3">
    <dt className="text-muted">{name}</dt>
    <dd className="font-semibold tabular-nums">{children}</dd>
  </div>
)
