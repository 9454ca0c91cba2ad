import { Outage } from '@/lib/outages'

/** A purchase moves the groups at once, but Cognito may lag. */
const delaysMs = [0, 500, 1_000, 2_000, 4_000]

type Browser = {
  /** Gets a new token and returns its groups; `null` if no user is signed in. */
  refreshToken(): Promise<string[] | null>
  wait(ms: number): Promise<void>
}

/**
 * Refreshes the token until it carries all of these groups, for up to 7.5 seconds: `late` if it
 * then still does not, `signed_out` if there is no session to refresh. Stops early if
 * `isUnmounted`.
 */
export async function awaitGroups(
  groups: readonly string[],
  isUnmounted: () => boolean,
  browser: Browser = here,
): Promise<'carries' | 'late' | 'signed_out'> {
  for (const delayMs of delaysMs) {
    await browser.wait(delayMs)
    if (isUnmounted()) return 'late'
    try {
      const carried = await browser.refreshToken()
      if (!carried) return 'signed_out'
      if (groups.every((group) => carried.includes(group))) return 'carries'
    } catch (error) {
      // It hangs: more attempts would only take longer.
      if (error instanceof Outage) return 'late'
      // Cognito could not be reached. The next attempt may reach it.
    }
  }
  return 'late'
}

const here: Browser = {
  async refreshToken() {
    const { refreshToken } = await import('@/components/ui/browser-session')
    return refreshToken()
  },
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}
