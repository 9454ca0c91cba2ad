import type { Tone } from '@/components/ui/badge'

export type Toast = {
  id: number
  text: string
  tone: Extract<Tone, 'go' | 'neutral' | 'bad'>
  /** Takes back what was done. */
  undo?: () => void
}

type Shown = Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

const set = (next: readonly Toast[]): void => {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says at the bottom of the page, for 6 seconds, that something was done. */
export function toast({ tone = 'go', ...shown }: Shown): void {
  lastId += 1
  set([...toasts, { ...shown, tone, id: lastId }])
}

export const dismissToast = (id: number): void => set(toasts.filter((each) => each.id !== id))

const storageKey = 'tollgate:toast'

/** Says it on the next page, for an act that leaves this one. */
export function toastOnNextPage(text: string): void {
  try {
    sessionStorage.setItem(storageKey, text)
  } catch {
    // A browser without storage says nothing.
  }
}

/** Shows what the page before has left. */
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
