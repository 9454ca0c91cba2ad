/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { Filled } from '../form'
import { CardFields } from '../payment/card-fields'
import { methodName } from '../text'
import type { Order } from './order'

/** The card fields, or a choice of payment methods with the fields of the selected one. */
export function PaymentMethodChoice({ order, filled }: { order: Order; filled: Filled }) {
  const takesBank = order.session.payment_method_types.includes('us_bank_account')
  const chosen = filled.values.method ?? 'card'
  if (!takesBank && order.saved.length === 0) return <CardFields filled={filled} />
  return (
    <>
      <fieldset>
        <legend>Pay with</legend>
        <div class="choices">
          {order.saved.map((method) => (
            <Choice key={method.id} value={method.id} chosen={chosen}>
              {methodName(method)}
            </Choice>
          ))}
          <Choice value="card" chosen={chosen}>
            {order.saved.length > 0 ? 'Another card' : 'Card'}
          </Choice>
          {takesBank ? (
            <Choice value="us_bank_account" chosen={chosen}>
              Bank account
              <span class="hint"> · settles in a few days</span>
            </Choice>
          ) : null}
        </div>
      </fieldset>
      <div class="when-card">
        <CardFields filled={filled} />
      </div>
      {takesBank ? (
        <div class="when-bank">
          <BankFields filled={filled} />
        </div>
      ) : null}
    </>
  )
}

interface ChoiceProps {
  value: string
  chosen: string
  children: Child
}

const Choice = ({ value, chosen, children }: ChoiceProps) => (
  <label class="choice">
    <input
      id={`method-${value}`}
      type="radio"
      name="method"
      value={value}
      checked={value === chosen}
    />
    <span>{children}</span>
  </label>
)

/** Doesn't ask for an account number. The buyer chooses how the payment ends, days later. */
function BankFields({ filled }: { filled: Filled }) {
  const outcomes = { succeeds: 'succeeds', fails: 'fails' }
  return (
    <fieldset>
      <legend>In a few days, the payment</legend>
      <div class="choices">
        {Object.entries(outcomes).map(([outcome, label]) => (
          <label class="choice" key={outcome}>
            <input
              type="radio"
              name="bank"
              value={outcome}
              checked={(filled.values.bank ?? 'succeeds') === outcome}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
