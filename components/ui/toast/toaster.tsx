'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { showWaitingToast, type Toast, toastStore } from './toasts'

const none: readonly Toast[] = []

/**
 * Shows the toasts of a page; each page renders it once. Screen readers announce them from one polite
 * live region, which exists before the first toast. The code of the list loads with the first toast.
 */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => none)
  const [list, setList] = useState<typeof import('./toast-list') | null>(null)
  const isNeeded = toasts.length > 0

  useEffect(showWaitingToast, [])
  useEffect(() => {
    if (isNeeded && !list) import('./toast-list').then(setList, () => {})
  }, [isNeeded, list])

  return (
    <>
      <p role="status" className="sr-only">
        {toasts.at(-1)?.text}
      </p>
      {list && <list.ToastList toasts={toasts} />}
    </>
  )
}
