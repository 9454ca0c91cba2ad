import { CircleAlert, CircleCheck } from 'lucide-react'
import type { Metadata } from 'next'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { NoticeBox } from '@/components/ui/feedback/notice'
import { PageHeader } from '@/components/ui/page-header'
import { health } from '@/lib/api/health/health'
import { Health } from '@/lib/api/health/routes'
import { services } from '@/lib/services'

export const metadata: Metadata = {
  title: 'Status',
  description: 'Whether sign-in, payments and access work right now.',
}

const check = health(services)

/** Shows the answer of `GET /api/health` to users. */
export default async function StatusPage() {
  const answer = await check(new Request(new URL('/api/health', services.settings.APP_URL)))
  const { status, dependencies } = Health.parse(await answer.json())
  return (
    <div className="mx-auto w-full max-w-3xl px-gutter pt-8">
      <PageHeader title="Status">Checked just now. Reload the page to check again.</PageHeader>
      {status === 'ok' ? (
        <NoticeBox title="All systems operational" tone="go" />
      ) : (
        <NoticeBox title="Some systems aren’t available" tone="bad">
          We’ve been notified and are working on it. Your data and plan are safe.
        </NoticeBox>
      )}
      <Card label="Systems" className="mt-6">
        <ul className="-my-3 divide-y divide-line">
          {Object.entries(dependencies).map(([name, state]) => (
            <li key={name} className="flex flex-wrap items-center justify-between gap-3 py-3.5">
              <span className="font-semibold">{names[name] ?? name}</span>
              <Badge
                tone={state === 'ok' ? 'go' : 'bad'}
                icon={
                  state === 'ok' ? (
                    <CircleCheck aria-hidden="true" className="size-3.5" />
                  ) : (
                    <CircleAlert aria-hidden="true" className="size-3.5" />
                  )
                }
              >
                {state === 'ok' ? 'Operational' : 'Unavailable'}
              </Badge>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}

const names: Record<string, string> = {
  dynamodb: 'Accounts and plans',
  stripe: 'Payments',
  cognito: 'Sign-in',
  tokenKeys: 'Access to features',
}
