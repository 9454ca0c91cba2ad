'use client'

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react'
import { fetchUsage } from './fetch-usage'
import { poll, watchPage } from './poll'
import type { ShownMeter } from './types'

type Live = {
  meters: readonly ShownMeter[]
  refetch(): Promise<void>
  /** The server's time, which may be another than this machine's. */
  now(): Date
}

const LiveUsage = createContext<Live | null>(null)

/**
 * Keeps the usage of a page's meters up to date while someone looks at it: a record shows within two
 * seconds. It starts with what the server rendered.
 */
export function UsageProvider({
  initial,
  now,
  children,
}: {
  initial: readonly ShownMeter[]
  /** When the server read it, in milliseconds since 1970. */
  now: number
  children: ReactNode
}) {
  const [meters, setMeters] = useState(initial)
  // The server rendered the page again: what it read is newer.
  useEffect(() => setMeters(initial), [initial])
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    void poll(() => fetchUsage(), setMeters, watchPage(signal), signal)
    return () => leaving.abort()
  }, [])
  const ahead = useRef<number | null>(null)
  useEffect(() => {
    ahead.current = now - Date.now()
  }, [now])
  const refetch = async () => {
    const found = await fetchUsage()
    if (found !== null && found !== 'stop') setMeters(found)
  }
  const clock = useCallback(
    () => new Date(ahead.current === null ? now : Date.now() + ahead.current),
    [now],
  )
  return <LiveUsage value={{ meters, refetch, now: clock }}>{children}</LiveUsage>
}

function useLive(): Live {
  const live = useContext(LiveUsage)
  if (!live) throw new Error('A component that shows usage needs a UsageProvider around it')
  return live
}

/** A meter as it is now; `undefined` if the plan no longer has it. */
export const useMeter = (key: string): ShownMeter | undefined =>
  useLive().meters.find(({ meter }) => meter === key)

/** Every meter as it is now. */
export const useMeters = (): readonly ShownMeter[] => useLive().meters

/** Reads the usage again, after the user changed something. */
export const useUsageRefetch = () => useLive().refetch

export const useServerClock = () => useLive().now
