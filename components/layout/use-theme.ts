import { useSyncExternalStore } from 'react'
import { type Theme, themeOf } from './theme'

const read = (): Theme => themeOf(document.documentElement.dataset.theme)

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** Returns the current theme. `initial` is the one that the server read from the cookie. */
export const useTheme = (initial: Theme): Theme =>
  useSyncExternalStore(subscribe, read, () => initial)
