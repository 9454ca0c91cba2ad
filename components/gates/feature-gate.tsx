'use client'

import { Lock } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import {
  type SeenGate,
  useFeature,
  useLimit,
  usePermission,
  usePlan,
  usePlanOffer,
} from './entitlements'

type Guarded = {
  children: ReactNode
  /** Instead of what is closed; without one, a line that says what would open it. */
  fallback?: ReactNode
  /** What is behind the gate, for whoever hears the link without seeing where it stands. */
  label?: string
}

/**
 * Shows its children to whoever has the feature. A gate in a browser hides: the server has sent the
 * children along by then. What must stay secret is kept back there (docs/gates.md).
 */
export const FeatureGate = ({ feature, ...guarded }: Guarded & { feature: string }) => (
  <Gate gate={useFeature(feature)} {...guarded} />
)

export const PlanGate = ({ plan, ...guarded }: Guarded & { plan: string }) => (
  <Gate gate={usePlan(plan)} {...guarded} />
)

export const PermissionGate = ({ permission, ...guarded }: Guarded & { permission: string }) => (
  <Gate gate={usePermission(permission)} {...guarded} />
)

/** Open while `wanted` more, one if not said, fit beside what is `used` this period. */
export const LimitGate = ({
  meter,
  used,
  wanted,
  ...guarded
}: Guarded & { meter: string; used: number; wanted?: number }) => (
  <Gate gate={useLimit({ meter, used, ...(wanted !== undefined && { wanted }) })} {...guarded} />
)

function Gate({ gate, children, fallback, label }: Guarded & { gate: SeenGate }) {
  if (gate.kind === 'open') return children
  return fallback === undefined ? <WhatOpensIt gate={gate} label={label} /> : fallback
}

function WhatOpensIt({ gate, label }: { gate: SeenGate; label: string | undefined }) {
  const offer = usePlanOffer('requiredPlan' in gate ? gate.requiredPlan : null)
  if (gate.kind === 'unknown') return null
  if (!offer) return <span className="text-muted">No plan opens this yet.</span>
  return (
    <span className="flex items-center gap-2">
      <Lock aria-hidden="true" className="size-4 flex-none text-muted" />
      <Link href={offer.href} className="link">
        {gate.kind === 'limit_reached' ? `More with ${offer.name}` : `Comes with ${offer.name}`}
        {label && <span className="sr-only">: {label}</span>}
      </Link>
    </span>
  )
}
