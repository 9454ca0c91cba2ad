import { useState } from 'react'

/**
 * A part that loads when a visitor first reaches for it, so that no page waits for it. `reach` loads it;
 * call it when the pointer or the focus arrives, too. It answers `false` if the part could not be
 * loaded: the network failed, or a new build is out.
 */
export function useLazy<Part>(load: () => Promise<Part>): [Part | null, () => Promise<boolean>] {
  const [part, setPart] = useState<{ part: Part } | null>(null)
  const reach = async () => {
    try {
      const loaded = await load()
      setPart((before) => before ?? { part: loaded })
      return true
    } catch {
      return false
    }
  }
  return [part?.part ?? null, reach]
}
