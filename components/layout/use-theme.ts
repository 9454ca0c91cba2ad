import { useSyncExternalStore } from 'react'
import { type Theme, themeOf } from './theme'

const read = (): Theme => themeOf(document.documentElement.dataset.theme)

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** The theme of this page. `initial` is what the server read from the cookie. */
export const useTheme = (initial: Theme): Theme =>
  useSyncExternalStore(subscribe, read, () => initial)
