import { Circle, CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { Card, CardHeader } from '@/components/ui/card'
import { expandDates } from '@/components/ui/dates'
import type { Access } from '@/lib/billing/access/access'

/** Every reason for the user's access, with a check mark on those that apply. */
export const AccessCard = ({ access, staff }: { access: Access; staff: string | null }) => (
  <Card label="Your access">
    <CardHeader title="Your access">The reasons for your current access.</CardHeader>
    <ul className="grid gap-3">
      {staff && <Reason counts>You’re on staff ({staff}), so you can use every feature.</Reason>}
      {access.sources.map((source) => (
        <Reason key={source.id ?? source.kind} counts={source.counts}>
          {expandDates(source.why)}
        </Reason>
      ))}
    </ul>
  </Card>
)

const Reason = ({ counts, children }: { counts: boolean; children: ReactNode }) => (
  <li className="flex gap-3">
    {counts ? (
      <CircleCheck aria-hidden="true" className="mt-0.5 size-5 flex-none text-go" />
    ) : (
      <Circle aria-hidden="true" className="mt-0.5 size-5 flex-none text-muted" />
    )}
    <span className={counts ? undefined : 'text-muted'}>
      {children}
      {counts && <span className="sr-only"> This one applies.</span>}
    </span>
  </li>
)
