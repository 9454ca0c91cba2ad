import { money } from '@/components/ui/money'
import { lower, noMore, quantity } from '@/lib/billing/catalog/unit-text'
import { overageCost } from '@/lib/billing/usage/alert-message'
import { shareOf, type UsageAlert, usageAlerts } from '@/lib/billing/usage/alerts'
import { datedMeter } from './parts-text'
import { shortDate, unitPriceText, usedText } from './text'
import type { ShownMeter } from './types'

export type UsageNotice = {
  meter: string
  /** What it is about: a meter may have a notice of each. */
  of: UsageAlert['of']
  percent: UsageAlert['percent']
  title: string
  text: string
  /** Nothing more can be used until the reset, or until the user does this. */
  opener: { href: '/plans' | `/usage#${string}`; text: string } | null
}

/** What a user should know about their usage. The same as the mails say, and as calmly. */
export const usageNotices = (meters: readonly ShownMeter[]): UsageNotice[] =>
  meters.flatMap((meter) => {
    const costCents = overageCost(datedMeter(meter))
    const alerts = usageAlerts({
      used: meter.used,
      included: meter.included,
      overageCents: costCents,
      capCents: meter.cap?.cents ?? null,
    })
    return alerts.map((alert) => ({
      meter: meter.meter,
      ...alert,
      ...(alert.of === 'cap' ? ofCap(meter, alert, costCents) : ofIncluded(meter, alert)),
    }))
  })

function ofIncluded(meter: ShownMeter, { percent }: UsageAlert) {
  const { name, overage, used, included, cap } = meter
  const isAll = percent === 100
  // Such a cap pays for no unit at all.
  const isClosed = overage !== null && cap?.mode === 'stop' && cap.cents < overage.cents
  return {
    title: isAll
      ? `You’ve used all of your included ${lower(name)}`
      : `${shareOf(used, included ?? 1)}% of your included ${lower(name)} used`,
    text: isClosed
      ? stopText(meter, isAll ? null : quantity(included ?? 0, meter.unit))
      : overage
        ? moreText(meter, overage, isAll)
        : fullText(meter, isAll),
    opener: !isAll ? null : isClosed ? capOpener(meter) : overage ? null : planOpener,
  }
}

const planOpener = { href: '/plans', text: 'Compare plans' } as const

const capOpener = ({ meter }: ShownMeter) =>
  ({ href: `/usage#${meter}`, text: 'Change your cap' }) as const

/** Where the user's own cap stops: now, or at `at`. */
function stopText({ name, resetsAt }: ShownMeter, at: string | null): string {
  const until = `${noMore(name)} accepted until ${shortDate(new Date(resetsAt))}.`
  return at ? `You asked to stop at ${at}: then ${until}` : `You asked to stop here, so ${until}`
}

function moreText(
  { unit, included, resetsAt, cap }: ShownMeter,
  overage: NonNullable<ShownMeter['overage']>,
  isAll: boolean,
): string {
  const price = unitPriceText(overage, unit)
  const beyond = isAll ? null : `Beyond ${quantity(included ?? 0, unit)}, `
  return cap?.mode === 'stop'
    ? `${beyond ? `${beyond}extra` : 'Extra'} usage is ${price}, until your cap of ${money(cap.cents, overage.currency)}.`
    : `${beyond ? `${beyond}everything` : 'Everything'} goes on: ${price} until ${shortDate(new Date(resetsAt))}.`
}

/** What is stored can be removed. What was called is only forgotten by the next period. */
function fullText(meter: ShownMeter, isAll: boolean) {
  const { aggregation, resetsAt } = meter
  const is = usedText(meter)
  if (aggregation === 'last') {
    return isAll ? `${is}. Remove some, or change to a plan with more room.` : `${is}.`
  }
  const until = `there’s no more until ${shortDate(new Date(resetsAt))}.`
  return isAll ? `${is}, and ${until}` : `${is}. Beyond that, ${until}`
}

function ofCap(meter: ShownMeter, { percent }: UsageAlert, costCents: number) {
  const { name, cap, overage } = meter
  const capCents = cap?.cents ?? 0
  const currency = overage?.currency ?? 'usd'
  const amount = money(capCents, currency)
  const stops = cap?.mode === 'stop'
  const isReached = percent === 100
  return {
    title: isReached
      ? `You’ve reached your cap for ${lower(name)}`
      : `${shareOf(costCents, capCents)}% of your cap for ${lower(name)} reached`,
    text: `${money(costCents, currency)} of ${amount}. ${
      stops ? stopText(meter, isReached ? null : amount) : 'Nothing stops.'
    }`,
    opener: isReached && stops ? capOpener(meter) : null,
  }
}
