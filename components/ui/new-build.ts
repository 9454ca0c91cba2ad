/**
 * A page that is open while a new build is deployed asks for chunks of code that are gone. The same
 * happens if the network fails for a moment, and `import()` never asks again for what failed once. A
 * reload mends both.
 */
const names = ['ChunkLoadError', 'UnrecognizedActionError']

/** Whether an error says that code of this page could not be loaded, or is too old for the server. */
export const isLoadError = (error: unknown): boolean =>
  error instanceof Error &&
  (names.includes(error.name) || /dynamically imported module/i.test(error.message))

export type ReloadableTab = {
  now(): number
  storage(): Pick<Storage, 'getItem' | 'setItem'>
  /** Whether the server answers: a browser without a network would replace the page by its own. */
  isServerThere(): Promise<boolean>
  reload(): void
}

/** Two failures within this time aren't from one new build: reloading again would go on for ever. */
const onceInMs = 60_000
const key = 'tollgate:reloaded'

/** Reloads the page, but not twice in a row. Returns whether it does. */
export async function reloadOnce(tab: ReloadableTab = here): Promise<boolean> {
  try {
    const storage = tab.storage()
    if (tab.now() - Number(storage.getItem(key) ?? 0) < onceInMs) return false
    if (!(await tab.isServerThere())) return false
    storage.setItem(key, String(tab.now()))
  } catch {
    // Without storage, nothing would end a loop.
    return false
  }
  tab.reload()
  return true
}

/** From now on reloads this page if code of it can't be loaded, and nothing else handles that. */
export function reloadOnLoadErrors(): void {
  addEventListener('unhandledrejection', ({ reason }) => {
    if (isLoadError(reason)) void reloadOnce()
  })
}

const here: ReloadableTab = {
  now: () => Date.now(),
  storage: () => sessionStorage,
  isServerThere: () =>
    fetch('/api/health?live', { cache: 'no-store', signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    ),
  reload: () => location.reload(),
}
