/** How soon a page shows what was recorded: it asks this long after each answer. */
export const pollMs = 1_200
/** A page that was left open, and that no one has touched for this long, asks less often. */
const idleAfterMs = 10 * 60_000
const idlePollMs = 20_000
/** After a failed request. */
const retryMs = 5_000

/** What the browser says about the page. */
export type Attention = {
  isVisible(): boolean
  /** When the user last did something here, in milliseconds since 1970. */
  lastUsedAt(): number
  now(): number
  /** Resolves after `ms`, or as soon as the page becomes visible or is used again. */
  wait(ms: number): Promise<void>
}

/**
 * Asks again and again while the page is visible, and passes on each answer. Ends when `ask` says
 * that there is nothing more to ask, or by `signal`.
 */
export async function poll<Answer>(
  ask: () => Promise<Answer | 'stop' | null>,
  onAnswer: (answer: Answer) => void,
  page: Attention,
  signal: AbortSignal,
): Promise<void> {
  let answer: Answer | 'stop' | null
  for (;;) {
    await page.wait(pollMs)
    // The page is hidden, or the user has left it: an up-to-date bar would go unseen.
    while (!signal.aborted && !page.isVisible()) await page.wait(idlePollMs)
    if (!signal.aborted && page.now() - page.lastUsedAt() > idleAfterMs) {
      await page.wait(idlePollMs)
    }
    if (signal.aborted) return
    answer = await ask()
    if (signal.aborted || answer === 'stop') return
    if (answer === null) await page.wait(retryMs)
    else onAnswer(answer)
  }
}

const signs = ['pointerdown', 'pointermove', 'keydown', 'focus', 'scroll'] as const

/** Watches this browser's page, until `signal`. */
export function watchPage(signal: AbortSignal): Attention {
  let lastUsedAt = Date.now()
  let wake = () => {}
  const onUse = () => {
    // An idle page that is touched again asks at once.
    if (Date.now() - lastUsedAt > idleAfterMs) wake()
    lastUsedAt = Date.now()
  }
  const onVisible = () => {
    if (document.visibilityState !== 'visible') return
    onUse()
    wake()
  }
  for (const sign of signs) window.addEventListener(sign, onUse, { passive: true, signal })
  document.addEventListener('visibilitychange', onVisible, { signal })
  signal.addEventListener('abort', () => wake())
  return {
    isVisible: () => document.visibilityState === 'visible',
    lastUsedAt: () => lastUsedAt,
    now: () => Date.now(),
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}
