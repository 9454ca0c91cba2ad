import { CreditCard, Landmark } from 'lucide-react'
import type { SubscriptionView } from '@/lib/api/subscription/schemas'

type Method = NonNullable<SubscriptionView['paymentMethod']>

/** `Visa •••• 4242`, with an icon. Screen readers hear "ending in 4242". */
export const PaymentMethodName = ({ method }: { method: Method }) => {
  const Icon = banks.test(method.brand) ? Landmark : CreditCard
  return (
    <span className="inline-flex items-center gap-2">
      <Icon aria-hidden="true" className="size-4.5 flex-none text-muted" />
      <span>
        {brandName(method.brand)}
        {method.last4 && (
          <>
            {' '}
            <span aria-hidden="true">•••• </span>
            <span className="sr-only">ending in </span>
            <span className="tabular-nums">{method.last4}</span>
          </>
        )}
      </span>
    </span>
  )
}

const banks = /bank|debit/

const names: Record<string, string> = {
  amex: 'American Express',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  us_bank_account: 'Bank account',
  sepa_debit: 'SEPA Direct Debit',
}

/** `Visa` for `visa`, `Bank account` for `us_bank_account`. */
const brandName = (brand: string): string =>
  names[brand] ?? `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`.replaceAll('_', ' ')
