import { days } from '@/components/ui/dates'
import { money, per, yearlySaving } from '@/components/ui/money'
import type { Plan, Price } from '@/lib/billing/catalog/catalog'
import { overageIn } from '@/lib/billing/pricing/cost'
import { lineAmount } from '@/lib/billing/pricing/decimal'
import type { Promotion, Reduced } from '@/lib/billing/pricing/promotion'

/** What is small beside a price: the free days, how long a reduction lasts, what comes with it. */
export function priceNotes(
  plan: Plan,
  price: Price,
  { trialDays, reduction }: { trialDays: number | null; reduction: Reduced | null },
): string[] {
  const saving = price.interval === 'year' ? yearlySaving(plan, price.currency) : null
  const usage = usageIncluded(plan, price)
  return [
    ...(trialDays ? [`${days(trialDays)} free first`] : []),
    ...(reduction ? [reductionWords(reduction, price)] : []),
    ...(usage > 0 ? [`Includes ${money(usage, price.currency)} of usage`] : []),
    ...(saving ? [`Saves ${money(saving.amountCents, saving.currency)} a year`] : []),
    ...(price.interval === 'once' ? ['Paid once, yours for good'] : []),
  ]
}

/** `For the first 3 months, then $49 a month`. */
function reductionWords({ payments }: Reduced, price: Price): string {
  if (price.interval === 'once') return `Instead of ${money(price.amountCents, price.currency)}`
  if (payments === null) return 'For as long as you stay'
  const span = payments === 1 ? price.interval : `${payments} ${price.interval}s`
  return `For the first ${span}, then ${money(price.amountCents, price.currency)} ${per(price.interval)}`
}

/** What a metered price's free first step is worth at the price of the next one. */
const usageIncluded = (plan: Plan, { currency, interval }: Price): number =>
  Object.values(plan.limits)
    .map((limit) => {
      const each = overageIn(limit, plan, currency)
      const isBilled = limit.meteredPrice !== undefined && interval !== 'once'
      return isBilled && each !== undefined && limit.included ? lineAmount(limit.included, each) : 0
    })
    .reduce((sum, worth) => sum + worth, 0)

/** `20% off the first 3 months`: a promotion for everything that it is for. */
export function promotionWords({ off, lasts, minimum, firstPurchase }: Promotion): string {
  const much = off.kind === 'percent' ? `${off.percent}%` : money(off.amountCents, off.currency)
  const long = {
    once: 'off your first payment',
    months: `off what you pay in the first ${lasts.kind === 'months' && lasts.months > 1 ? `${lasts.months} months` : 'month'}`,
    forever: 'off, for as long as you stay',
  }[lasts.kind]
  const least = minimum && `on ${money(minimum.amountCents, minimum.currency)} or more`
  return [`${much} ${long}`, least, firstPurchase && 'if it is your first purchase']
    .filter(Boolean)
    .join(', ')
}
