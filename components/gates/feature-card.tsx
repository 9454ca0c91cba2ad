'use client'

import Link from 'next/link'
import { Barrier } from '@/components/ui/barrier'
import type { Label } from '@/lib/billing/catalog/schema'
import { useFeature } from './entitlements'
import { FeatureGate } from './feature-gate'

/** One feature: a link to it, or to the plan that includes it. */
export function FeatureCard({ feature, label }: { feature: string; label: Label }) {
  const gate = useFeature(feature)
  return (
    <li className="flex flex-col overflow-hidden rounded-2xl border border-line bg-card shadow-card">
      <div className="px-5 pt-4">
        <Barrier open={gate.kind === 'open'} />
      </div>
      <div className="flex flex-1 flex-col p-5">
        <h3 className="font-bold text-lg">{label.name}</h3>
        <p className="mt-1 mb-5 text-muted">{label.description}</p>
        <div className="mt-auto">
          <FeatureGate feature={feature} label={label.name}>
            <Link href={`/dashboard/${feature}`} className="link">
              Open<span className="sr-only"> {label.name}</span>
            </Link>
          </FeatureGate>
        </div>
      </div>
    </li>
  )
}
