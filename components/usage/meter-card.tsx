'use client'

import { Detail } from '@/components/account/detail'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { FeatureIcon } from '@/components/ui/feature-icon'
import { money } from '@/components/ui/money'
import { overageCost } from '@/lib/billing/usage/alert-message'
import { highestReached, shareOf } from '@/lib/billing/usage/alerts'
import { SpendingCap } from './cap-form'
import type { ChartPoint } from './chart-text'
import { UsageHistory } from './history'
import { useMeter } from './live'
import { MeterSummary } from './meter-summary'
import { datedMeter } from './parts-text'
import { beyondText, forecastText, shortDate, trendText } from './text'
import type { ShownMeter } from './types'

/** A meter of the usage page: its bar, what it comes to, its history and the spending cap. */
export function MeterCard({
  meter: key,
  description,
  planName,
  history,
}: {
  meter: string
  description: string
  planName: string
  history: ChartPoint[]
}) {
  const meter = useMeter(key)
  if (!meter) return null
  const reached = highestReached(meter.used, meter.included)
  return (
    <Card label={meter.name} id={key}>
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <div className="flex flex-col">
          <div className="mb-5 flex items-start gap-3">
            <FeatureIcon feature={key} isOpen />
            <div className="min-w-0 grow">
              <h2 className="font-bold text-xl leading-tight">{meter.name}</h2>
              <p className="text-muted text-sm">{description}</p>
            </div>
            {reached && (
              <Badge tone={reached === 100 ? 'signal' : 'neutral'}>{reachedText(meter)}</Badge>
            )}
          </div>
          <MeterSummary meter={meter} />
          <Figures meter={meter} />
          <div className="mt-auto pt-5">
            <p className="border-line border-t pt-4 text-muted text-sm">
              {beyondText(meter, planName)}
            </p>
            {meter.overage && (
              <div className="mt-3">
                <SpendingCap meter={meter} />
              </div>
            )}
          </div>
        </div>
        <UsageHistory meter={meter} initial={history} />
      </div>
    </Card>
  )
}

function Figures({ meter }: { meter: ShownMeter }) {
  const { forecast, trend, overage, unit, resetsAt, aggregation } = meter
  const reset = shortDate(new Date(resetsAt))
  const expected = forecast && forecastText(forecast, unit)
  return (
    <dl className="mt-5 grid grid-cols-2 gap-x-6 gap-y-4">
      {expected && (
        <Detail name={`Expected by ${reset}`}>
          {expected.expected}
          {expected.band && (
            <span className="block font-normal text-muted text-sm">{expected.band}</span>
          )}
        </Detail>
      )}
      {overage && (
        <Detail name="Extra cost so far">
          {money(overageCost(datedMeter(meter)), overage.currency)}
        </Detail>
      )}
      {aggregation !== 'last' && <Detail name="Resets on">{reset}</Detail>}
      {trend && (
        <Detail name="Compared with last period">
          {trendText(trend)}
          <span className="block font-normal text-muted text-sm">at the same point</span>
        </Detail>
      )}
    </dl>
  )
}

/** How full the bar is, in words. */
function reachedText({ used, included }: ShownMeter): string {
  if (included !== null && used > included) return 'Extra usage'
  return highestReached(used, included) === 100
    ? 'All used'
    : `${shareOf(used, included ?? 1)}% used`
}
