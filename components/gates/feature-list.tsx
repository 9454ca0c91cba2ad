'use client'

import { ChevronRight, LockOpen } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardHeader } from '@/components/ui/card'
import { FeatureIcon } from '@/components/ui/feature-icon'
import type { Label } from '@/lib/billing/catalog/schema'
import { type SeenGate, useFeatures, usePlanOffer } from './entitlements'
import { FeatureGate } from './feature-gate'

export type ListedFeature = { key: string; label: Label }

/**
 * Lists the open features as links, and the locked ones under one upgrade button. A feature that opens
 * while the page is shown moves to the open ones, with a short animation.
 */
export function FeatureList({ features }: { features: readonly ListedFeature[] }) {
  const gates = useFeatures(features.map(({ key }) => key))
  const isOpen = ({ key }: ListedFeature) => gates[key]?.kind === 'open'
  const open = features.filter(isOpen)
  const locked = features.filter((feature) => !isOpen(feature))
  const opened = useNewlyOpen(open.map(({ key }) => key))

  return (
    <div className="grid gap-6">
      {open.length > 0 && (
        <Card label="Your features">
          <CardHeader title="Your features" />
          <ul className="-mx-2 grid sm:grid-cols-2 sm:gap-x-4">
            {open.map(({ key, label }) => (
              <OpenFeature key={key} feature={key} label={label} isNew={opened.includes(key)} />
            ))}
          </ul>
        </Card>
      )}
      {locked.length > 0 && <LockedFeatures features={locked} gates={gates} />}
    </div>
  )
}

function OpenFeature({ feature, label, isNew }: { feature: string; label: Label; isNew: boolean }) {
  return (
    <li className="relative flex items-center gap-4 rounded-field p-2 hover:bg-sunk/60">
      <span className="relative">
        <FeatureIcon feature={feature} isOpen />
        {isNew && (
          <span
            aria-hidden="true"
            className="absolute -right-1.5 -bottom-1.5 grid size-5 place-items-center rounded-full bg-go text-paper opacity-0 motion-safe:animate-[unlock_1.6s_ease-out]"
          >
            <LockOpen className="size-3" />
          </span>
        )}
      </span>
      <span className="min-w-0 flex-1">
        <h3 className="font-semibold tracking-normal">
          <Link
            href={`/dashboard/${feature}`}
            className="after:absolute after:inset-0 after:rounded-field"
          >
            <span className="sr-only">Open </span>
            {label.name}
          </Link>
        </h3>
        <p className="text-muted text-sm">{label.description}</p>
      </span>
      <ChevronRight aria-hidden="true" className="size-5 flex-none text-muted" />
    </li>
  )
}

function LockedFeatures({
  features,
  gates,
}: {
  features: readonly ListedFeature[]
  gates: Record<string, SeenGate>
}) {
  const [first] = features.flatMap(({ key }) => {
    const gate = gates[key]
    return gate && 'requiredPlan' in gate && gate.requiredPlan ? [gate.requiredPlan] : []
  })
  const offer = usePlanOffer(first ?? null)
  return (
    <Card label="Locked features" className="bg-transparent shadow-none">
      <CardHeader
        title="Locked features"
        action={
          offer && (
            <ButtonLink href={offer.href} variant="primary">
              Upgrade
            </ButtonLink>
          )
        }
      >
        {offer && `Upgrade to ${offer.name} to unlock more.`}
      </CardHeader>
      <ul className="-mx-2 grid sm:grid-cols-2 sm:gap-x-4">
        {features.map(({ key, label }) => (
          <li key={key} className="flex items-center gap-4 p-2">
            <FeatureIcon feature={key} isOpen={false} />
            <div className="min-w-0 flex-1">
              <h3 className="font-semibold tracking-normal">{label.name}</h3>
              <p className="text-muted text-sm">{label.description}</p>
              <div className="mt-0.5 text-sm">
                <FeatureGate feature={key} label={label.name}>
                  {null}
                </FeatureGate>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Returns the features that opened since the list was first rendered. */
function useNewlyOpen(open: readonly string[]): readonly string[] {
  const first = useRef(open)
  const [opened, setOpened] = useState<readonly string[]>([])
  const keys = open.join(' ')
  useEffect(() => {
    setOpened(keys.split(' ').filter((key) => key && !first.current.includes(key)))
  }, [keys])
  return opened
}
