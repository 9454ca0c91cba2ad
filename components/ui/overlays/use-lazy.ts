import { useState } from 'react'

/**
 * Loads a module on demand, so that no page waits for it. Returns the module once it has loaded, and
 * a function that loads it. Call that on hover and on focus, to be ready for the click. It returns
 * `false` if loading failed: the network is down, or a new build has replaced the module.
 */
export function useLazy<Module>(
  importModule: () => Promise<Module>,
): [Module | null, () => Promise<boolean>] {
  // In an object, because React would call a module that is a function.
  const [loaded, setLoaded] = useState<{ module: Module } | null>(null)
  const load = async () => {
    try {
      const imported = await importModule()
      setLoaded((before) => before ?? { module: imported })
      return true
    } catch {
      return false
    }
  }
  return [loaded?.module ?? null, load]
}
