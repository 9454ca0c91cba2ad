import { Badge } from '@/components/ui/badge'
import { money, per } from '@/components/ui/money'
import type { Access } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import type { Plan } from '@/lib/billing/catalog/schema'
import { listPrice } from '@/lib/billing/subscription/list-price'
import { statusName, statusTone } from './status-text'

/** The user's plan with its status and price, as the upper part of a card. */
export const PlanSummary = ({
  plan,
  access,
  facts,
  level: Heading = 'h2',
}: {
  plan: Plan
  access: Access
  facts: Facts
  level?: 'h2' | 'h3'
}) => {
  const price = paidFor(access, facts)
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
      <div className="min-w-0">
        <p className="printed text-muted">Your plan</p>
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          <Heading className="font-bold text-3xl">{plan.name}</Heading>
          {access.status !== 'none' && (
            <Badge tone={statusTone[access.status]}>{statusName[access.status]}</Badge>
          )}
        </div>
        <p className="mt-1 text-muted">{plan.description}</p>
      </div>
      {price && (
        <p className="flex-none">
          <span className="font-bold text-3xl tabular-nums tracking-tight">{price.amount}</span>
          <span className="text-muted">{price.per}</span>
        </p>
      )}
    </div>
  )
}

/** Returns what the user pays for their current plan, or `null` if it isn't one fixed amount. */
function paidFor(access: Access, facts: Facts): { amount: string; per: string } | null {
  const source = access.sources.find(({ counts }) => counts)
  if (source?.kind === 'purchase') {
    const bought = facts.purchases.find(({ id }) => id === source.id)
    return bought ? { amount: money(bought.amountCents, bought.currency), per: per('once') } : null
  }
  if (source?.kind !== 'subscription') return null
  const fact = facts.subscriptions.find(({ id }) => id === source.id)
  const price = fact && listPrice(fact)
  return price
    ? { amount: money(price.amountCents, price.currency), per: `/${price.interval}` }
    : null
}
