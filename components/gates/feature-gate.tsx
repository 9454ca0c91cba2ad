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
  /** Shown without access. By default, a link to the plan that would grant it. */
  fallback?: ReactNode
  /** What is gated, for screen readers: the link alone doesn't say it. */
  label?: string
}

/**
 * Shows its children to users who have the feature. It only hides them: the server has already sent
 * them to the browser. Secrets must be gated on the server (docs/gates.md).
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

/**
 * Open while `wanted` more (1 by default) still fit within the limit in this period. It counts from
 * the meter's counter, unless `used` says otherwise.
 */
export const LimitGate = ({
  meter,
  used,
  wanted,
  ...guarded
}: Guarded & { meter: string; used?: number; wanted?: number }) => (
  <Gate
    gate={useLimit({
      meter,
      ...(used !== undefined && { used }),
      ...(wanted !== undefined && { wanted }),
    })}
    {...guarded}
  />
)

function Gate({ gate, children, fallback, label }: Guarded & { gate: SeenGate }) {
  if (gate.kind === 'open') return children
  return fallback === undefined ? <PlanLink gate={gate} label={label} /> : fallback
}

function PlanLink({ gate, label }: { gate: SeenGate; label: string | undefined }) {
  const offer = usePlanOffer('requiredPlan' in gate ? gate.requiredPlan : null)
  if (gate.kind === 'unknown') return null
  if (!offer) return <span className="text-muted">Not in any plan yet.</span>
  return (
    <span className="flex items-center gap-2">
      <Lock aria-hidden="true" className="size-4 flex-none text-muted" />
      <Link href={offer.href} className="link">
        {gate.kind === 'limit_reached'
          ? `Get more with ${offer.name}`
          : `Included in ${offer.name}`}
        {label && <span className="sr-only">: {label}</span>}
      </Link>
    </span>
  )
}
