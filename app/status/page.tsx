import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { Metadata } from 'next'
import { health } from '@/lib/api/health/health'
import { Health } from '@/lib/api/health/routes'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Status' }

const askHealth = health(services)

/** What each dependency does for a customer. */
const parts: Record<string, string> = {
  dynamodb: 'Accounts and access',
  stripe: 'Payments',
  cognito: 'Sign-up and groups',
  tokenKeys: 'Sign-in',
}

/** Whether everything works right now, from the same checks as GET /api/health. */
export default async function StatusPage() {
  const answer = await askHealth(new Request(new URL('/api/health', services.settings.APP_URL)))
  const { status, dependencies } = Health.parse(await answer.json())
  return (
    <div className="mx-auto w-full max-w-2xl px-5 pt-8">
      <h1 className="font-bold text-4xl">
        {status === 'ok' ? 'Everything works' : 'Something isn’t working'}
      </h1>
      <p className="mt-4 text-lg text-muted">Checked just now. Reload the page to check again.</p>
      <ul className="mt-8 divide-y divide-line overflow-hidden rounded-2xl border border-line bg-card">
        {Object.entries(dependencies).map(([name, state]) => (
          <li key={name} className="flex items-center justify-between gap-4 px-5 py-4">
            <span className="font-medium">{parts[name] ?? name}</span>
            {state === 'ok' ? (
              <span className="flex items-center gap-2 text-go">
                <CircleCheck aria-hidden="true" className="size-5" /> Works
              </span>
            ) : (
              <span className="flex items-center gap-2 text-bad">
                <TriangleAlert aria-hidden="true" className="size-5" /> Not answering
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
