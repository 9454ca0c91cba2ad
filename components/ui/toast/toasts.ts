import type { Tone } from '@/components/ui/badge'

export type Toast = {
  id: number
  text: string
  tone: Extract<Tone, 'go' | 'neutral' | 'bad'>
  /** Undoes the action that the toast reports. */
  undo?: () => void
}

type ToastOptions = Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

const set = (next: readonly Toast[]): void => {
  toasts = next
  for (const listener of listeners) listener()
}

/** Shows a toast at the bottom of the page for 6 seconds. */
export function toast({ tone = 'go', ...options }: ToastOptions): void {
  lastId += 1
  set([...toasts, { ...options, tone, id: lastId }])
}

export const dismissToast = (id: number): void => set(toasts.filter((each) => each.id !== id))

const storageKey = 'tollgate:toast'

/** Shows a toast on the next page, for an action that leaves this one. */
export function toastOnNextPage(text: string): void {
  try {
    sessionStorage.setItem(storageKey, text)
  } catch {
    // The browser blocks storage. The action itself succeeded.
  }
}

/** Shows the toast that `toastOnNextPage` stored on the page before. */
export function showWaitingToast(): void {
  try {
    const text = sessionStorage.getItem(storageKey)
    sessionStorage.removeItem(storageKey)
    if (text) toast({ text })
  } catch {
    // As above.
  }
}

/** For `useSyncExternalStore`. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  read: (): readonly Toast[] => toasts,
}
