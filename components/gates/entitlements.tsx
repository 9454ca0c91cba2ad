'use client'

import { usePathname, useRouter } from 'next/navigation'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Entitlements } from '@/lib/billing/gates/entitlements'
import {
  featureGate,
  type Gate,
  limitGate,
  permissionGate,
  planGate,
  type SoldPlan,
} from '@/lib/billing/gates/gates'
import { type EntitlementsStore, entitlementsStore } from './entitlements-store'
import { fetchEntitlements, type Known } from './fetch-entitlements'

type Provided = { store: EntitlementsStore; plans: readonly SoldPlan[] }
export const EntitlementsContext = createContext<Provided | null>(null)

/**
 * Provides the entitlements that the gates of the account pages read. The first page gets them from
 * the server. They are fetched again on each navigation, when the user returns to the window, and
 * when `entitlementsChanged` is called.
 */
export function EntitlementsProvider({
  initial,
  plans,
  children,
}: {
  /** From the server, when it rendered the page. */
  initial: Known
  plans: readonly SoldPlan[]
  children: ReactNode
}) {
  const [store] = useState(() => entitlementsStore(initial, fetchEntitlements))
  const router = useRouter()
  useEffect(() => store.adopt(initial), [store, initial])
  useEffect(() => {
    let before = store.current()?.entitlements
    // Re-renders what the server rendered from the old access, and keeps the state of the page.
    return store.subscribe(() => {
      const after = store.current()?.entitlements
      if (JSON.stringify(before) !== JSON.stringify(after)) router.refresh()
      before = after
    })
  }, [store, router])
  useEffect(() => refetchOnReturn(store), [store])
  // The layout isn't rendered again on navigation, so neither is `initial`.
  const path = usePathname()
  const fetchedFor = useRef(path)
  useEffect(() => {
    if (fetchedFor.current !== path) void store.refetch()
    fetchedFor.current = path
  }, [store, path])
  return <EntitlementsContext value={{ store, plans }}>{children}</EntitlementsContext>
}

/** Makes the page's gates fetch the entitlements again, after a purchase or a change. */
export const entitlementsChanged = () => window.dispatchEvent(new Event(changed))
const changed = 'tollgate:entitlements'

/** The least time between two fetches, however often the user switches windows. */
const minIntervalMs = 5_000

function refetchOnReturn(store: EntitlementsStore): () => void {
  let lastFetchedAt = 0
  const refetch = () => {
    lastFetchedAt = Date.now()
    void store.refetch()
  }
  const onReturn = () => {
    const isDue = Date.now() - lastFetchedAt > minIntervalMs
    if (document.visibilityState === 'visible' && isDue) refetch()
  }
  // A page restored from the back-forward cache shows old data, usually from before a visit to
  // Stripe.
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) refetch()
  }
  window.addEventListener('focus', onReturn)
  document.addEventListener('visibilitychange', onReturn)
  window.addEventListener('pageshow', onShow)
  window.addEventListener(changed, refetch)
  return () => {
    window.removeEventListener('focus', onReturn)
    document.removeEventListener('visibilitychange', onReturn)
    window.removeEventListener('pageshow', onShow)
    window.removeEventListener(changed, refetch)
  }
}

/** `null` while unknown: outside the provider, or once the session has ended. */
export const useEntitlements = (): Entitlements | null => useKnown()?.entitlements ?? null

function useKnown(): Known | null {
  const store = useContext(EntitlementsContext)?.store
  const current = () => store?.current() ?? null
  return useSyncExternalStore(store?.subscribe ?? never, current, current)
}

const never = () => () => {}

/** A gate's decision in the browser. `unknown` is closed, and renders nothing. */
export type SeenGate = Gate | { kind: 'unknown' }

/** Gates for components. They hide and explain; only the server enforces. */
export const useFeature = (feature: string) =>
  useGate((holder, plans) => featureGate(feature, holder, plans))

/** The gates of several features, by their keys. */
export function useFeatures(features: readonly string[]): Record<string, SeenGate> {
  const entitlements = useEntitlements()
  const plans = useContext(EntitlementsContext)?.plans
  return Object.fromEntries(
    features.map((feature) => [
      feature,
      entitlements && plans
        ? featureGate(feature, entitlements, plans)
        : { kind: 'unknown' as const },
    ]),
  )
}

export const usePlan = (plan: string) => useGate((holder, plans) => planGate(plan, holder, plans))

export const usePermission = (permission: string) =>
  useGate((holder, plans) => permissionGate(permission, holder, plans))

/** Without `used`, what the meter's counter says. */
export function useLimit(asked: { meter: string; used?: number; wanted?: number }): SeenGate {
  const { meter } = asked
  const taken = useKnown()?.taken
  const counted = taken && Object.hasOwn(taken, meter) ? taken[meter] : undefined
  const used = asked.used ?? counted
  const gate = useGate((holder, plans) => limitGate({ ...asked, used: used ?? 0 }, holder, plans))
  return used === undefined ? { kind: 'unknown' } : gate
}

function useGate(ask: (holder: Entitlements, plans: readonly SoldPlan[]) => Gate): SeenGate {
  const entitlements = useEntitlements()
  const plans = useContext(EntitlementsContext)?.plans
  return entitlements && plans ? ask(entitlements, plans) : { kind: 'unknown' }
}

/** The name of a plan on sale, and a link to it that leads back to this page. */
export function usePlanOffer(
  key: string | null,
): { name: string; href: `/plans?${string}` } | null {
  const plan = useContext(EntitlementsContext)?.plans.find((sold) => sold.key === key)
  const from = usePathname()
  return (
    (plan && {
      name: plan.name,
      href: `/plans?upgrade=${encodeURIComponent(plan.key)}&from=${encodeURIComponent(from)}`,
    }) ??
    null
  )
}
