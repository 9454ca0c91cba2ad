'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'

/** Longer than any page takes. After it the caller goes on, whatever the page shows. */
const longestMs = 10_000

/**
 * Renders the page again on the server. The promise resolves once the new page is visible, so that
 * nothing is announced above the old state.
 */
export function useRefresh(): () => Promise<void> {
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const waiting = useRef<(() => void)[]>([])
  const settle = useRef(() => {
    for (const resolve of waiting.current.splice(0)) resolve()
  })

  useEffect(() => {
    if (!isPending) settle.current()
  }, [isPending])
  // The new page may be without the component that asked for it.
  useEffect(() => settle.current, [])

  return () =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, longestMs)
      waiting.current.push(() => {
        clearTimeout(timer)
        resolve()
      })
      startTransition(() => router.refresh())
    })
}
