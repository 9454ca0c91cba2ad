import { money } from '@/components/ui/money'
import { lower, quantity } from '@/lib/billing/catalog/unit-text'
import { overageCost } from '@/lib/billing/usage/alert-message'
import { type UsageAlert, usageAlerts } from '@/lib/billing/usage/alerts'
import { datedMeter } from './parts-text'
import { shortDate, unitPriceText, usedText } from './text'
import type { ShownMeter } from './types'

export type UsageNotice = {
  meter: string
  percent: UsageAlert['percent']
  title: string
  text: string
  /** Whether nothing more can be used until the reset, or a change by the user. */
  isStopped: boolean
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
    // Beyond what is included, the cap is the news.
    const news = alerts.find(({ of }) => of === 'cap') ?? alerts[0]
    if (!news) return []
    const said = news.of === 'cap' ? ofCap(meter, news, costCents) : ofIncluded(meter, news)
    return [{ meter: meter.meter, percent: news.percent, ...said }]
  })

function ofIncluded(meter: ShownMeter, { percent }: UsageAlert) {
  const { name, overage } = meter
  const isAll = percent === 100
  return {
    title: `${percent}% of your included ${lower(name)} used`,
    text: overage ? moreText(meter, overage, isAll) : fullText(meter, isAll),
    isStopped: isAll && overage === null,
  }
}

const moreText = (
  { unit, included, resetsAt }: ShownMeter,
  overage: NonNullable<ShownMeter['overage']>,
  isAll: boolean,
) =>
  `${isAll ? 'Everything goes on' : `Beyond ${quantity(included ?? 0, unit)}, everything goes on`}: ${unitPriceText(overage, unit)} until ${shortDate(new Date(resetsAt))}.`

/** What is stored can be removed. What was called is only forgotten by the next period. */
function fullText({ aggregation, unit, included, used, resetsAt }: ShownMeter, isAll: boolean) {
  const is = usedText(used, included, unit)
  if (aggregation === 'last') {
    return isAll ? `${is}. Remove some, or change to a plan with more room.` : `${is}.`
  }
  const until = `there’s no more until ${shortDate(new Date(resetsAt))}.`
  return isAll ? `${is}, and ${until}` : `${is}. Beyond that, ${until}`
}

function ofCap(
  { name, cap, overage, resetsAt }: ShownMeter,
  { percent }: UsageAlert,
  costCents: number,
) {
  const currency = overage?.currency ?? 'usd'
  const amount = money(cap?.cents ?? 0, currency)
  const reset = shortDate(new Date(resetsAt))
  const stops = cap?.mode === 'stop'
  const isReached = percent === 100
  return {
    title: isReached
      ? `You’ve reached your cap for ${lower(name)}`
      : `${percent}% of your cap for ${lower(name)} reached`,
    text: `${money(costCents, currency)} of ${amount}. ${
      stops
        ? isReached
          ? `As you asked, it has stopped until ${reset}.`
          : `At ${amount} it stops, as you asked, until ${reset}.`
        : 'Nothing stops.'
    }`,
    isStopped: isReached && stops,
  }
}
