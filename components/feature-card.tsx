import { Lock } from 'lucide-react'
import Link from 'next/link'
import type { Label, Plan } from '@/lib/billing/catalog'
import { Barrier } from './barrier'

/** One feature: a way in, or what would open it. */
export function FeatureCard({
  feature,
  label,
  opener,
}: {
  feature: string
  label: Label
  /** `null`: it is open. `nobody`: no plan includes it. */
  opener: Plan | 'nobody' | null
}) {
  return (
    <li className="flex flex-col overflow-hidden rounded-2xl border border-line bg-card shadow-card">
      <div className="px-5 pt-4">
        <Barrier open={opener === null} />
      </div>
      <div className="flex flex-1 flex-col p-5">
        <h3 className="font-bold text-lg">{label.name}</h3>
        <p className="mt-1 mb-5 text-muted">{label.description}</p>
        <p className="mt-auto">
          {opener === null ? (
            <Link href={`/dashboard/${feature}`} className="link">
              Open {label.name}
            </Link>
          ) : opener === 'nobody' ? (
            <span className="text-muted">No plan opens this yet.</span>
          ) : (
            <span className="flex items-center gap-2">
              <Lock aria-hidden="true" className="size-4 flex-none text-muted" />
              <Link href={`/plans?upgrade=${opener.key}&from=/dashboard`} className="link">
                Comes with {opener.name}
                <span className="sr-only">: {label.name}</span>
              </Link>
            </span>
          )}
        </p>
      </div>
    </li>
  )
}
