import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader, CardStub } from '@/components/ui/card'
import { longDate } from '@/components/ui/dates'
import { UsageProvider } from '@/components/usage/live'
import { MeterRows } from '@/components/usage/meter-rows'
import { UsageNews } from '@/components/usage/notices'
import type { Visitor } from '@/lib/auth/session'
import type { Plan } from '@/lib/billing/catalog/schema'
import { services } from '@/lib/services'
import { planMeters } from './usage-meters'

/** What is used of the plan in this period, for the dashboard and the settings. */
export async function UsageCard({
  plan,
  account,
  access,
}: Pick<Visitor, 'account' | 'access'> & { plan: Plan }) {
  const { period, meters } = await planMeters(account, access)
  if (meters.length === 0) return null
  return (
    <UsageProvider initial={meters} now={services.now().getTime()}>
      <Card label="Usage" className="flex flex-col">
        <CardHeader title="Usage" action={<Badge>{plan.name}</Badge>}>
          Starts again on {longDate(period.end)}.
        </CardHeader>
        <UsageNews />
        <MeterRows />
        <CardStub>
          <ButtonLink href="/usage">View usage</ButtonLink>
        </CardStub>
      </Card>
    </UsageProvider>
  )
}
