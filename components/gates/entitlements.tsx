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
import { askEntitlements, type Known } from './fetch-entitlements'

type Provided = { store: EntitlementsStore; plans: readonly SoldPlan[] }
export const EntitlementsContext = createContext<Provided | null>(null)

/**
 * Around every page of an account: what the gates on it read. The first page has it from the server;
 * each other one asks once, and again when the person comes back to the window, or when
 * `entitlementsChanged` is called.
 */
export function EntitlementsProvider({
  initial,
  plans,
  children,
}: {
  /** As the server knew it when it made the page. */
  initial: Known
  plans: readonly SoldPlan[]
  children: ReactNode
}) {
  const [store] = useState(() => entitlementsStore(initial, askEntitlements))
  const router = useRouter()
  useEffect(() => store.adopt(initial), [store, initial])
  useEffect(() => {
    let before = store.current()?.entitlements
    // What the server drew from the old access is drawn anew, with the rest of the page as it is.
    return store.subscribe(() => {
      const after = store.current()?.entitlements
      if (JSON.stringify(before) !== JSON.stringify(after)) router.refresh()
      before = after
    })
  }, [store, router])
  useEffect(() => askOnReturn(store), [store])
  // The layout around the pages stays while one goes to another, and with it what it was given.
  const path = usePathname()
  const known = useRef(path)
  useEffect(() => {
    if (known.current !== path) void store.refetch()
    known.current = path
  }, [store, path])
  return <EntitlementsContext value={{ store, plans }}>{children}</EntitlementsContext>
}

/** Tell the page's gates that something was bought, changed or ended: they ask again. */
export const entitlementsChanged = () => window.dispatchEvent(new Event(changed))
const changed = 'tollgate:entitlements'

/** Between two looks, however often somebody switches windows. */
const restMs = 5_000

function askOnReturn(store: EntitlementsStore): () => void {
  let lastAsked = 0
  const ask = () => {
    lastAsked = Date.now()
    void store.refetch()
  }
  const onReturn = () => {
    if (document.visibilityState === 'visible' && Date.now() - lastAsked > restMs) ask()
  }
  // A page that the browser kept shows what was known when it was left: for Stripe's, as a rule.
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (persisted) ask()
  }
  window.addEventListener('focus', onReturn)
  document.addEventListener('visibilitychange', onReturn)
  window.addEventListener('pageshow', onShow)
  window.addEventListener(changed, ask)
  return () => {
    window.removeEventListener('focus', onReturn)
    document.removeEventListener('visibilitychange', onReturn)
    window.removeEventListener('pageshow', onShow)
    window.removeEventListener(changed, ask)
  }
}

/** `null` while nothing is known: outside the provider, or once the session has ended. */
export function useEntitlements(): Entitlements | null {
  const store = useContext(EntitlementsContext)?.store
  const current = () => store?.current() ?? null
  return useSyncExternalStore(store?.subscribe ?? never, current, current)?.entitlements ?? null
}

const never = () => () => {}

/** What a gate answers in a browser. Unknown is closed, without a word about what would open it. */
export type SeenGate = Gate | { kind: 'unknown' }

/** The gates of components. They hide and explain; it is the server that refuses. */
export const useFeature = (feature: string) =>
  useGate((holder, plans) => featureGate(feature, holder, plans))

export const usePlan = (plan: string) => useGate((holder, plans) => planGate(plan, holder, plans))

export const usePermission = (permission: string) =>
  useGate((holder, plans) => permissionGate(permission, holder, plans))

export const useLimit = (asked: Parameters<typeof limitGate>[0]) =>
  useGate((holder, plans) => limitGate(asked, holder, plans))

function useGate(ask: (holder: Entitlements, plans: readonly SoldPlan[]) => Gate): SeenGate {
  const entitlements = useEntitlements()
  const plans = useContext(EntitlementsContext)?.plans
  return entitlements && plans ? ask(entitlements, plans) : { kind: 'unknown' }
}

/** The name of a plan that is sold, and where it leads from here. */
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
