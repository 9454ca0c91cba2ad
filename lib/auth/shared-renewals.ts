import { isOutage, Outage } from '@/lib/outages'
import type { Renewal, Renewals } from './renewals'

/** Longer than it takes until every tab of a browser sends its new cookies. */
const sharedMs = 10_000
/** After an outage. Else each page would wait for it again. */
const pauseMs = 5_000
const maxShared = 1_000
/** Far more than a process renews at once. */
const maxRunning = 64
/** So many users in a row must have met an outage before Cognito is left alone for everyone. */
const outagesToPause = 3
/** One user with many invented refresh tokens must not take the place of all others. */
const maxRunningForUser = 4

export type SharedRenewals = {
  /** `userId` is whose session it is, by a token that was verified. */
  renew(session: Parameters<Renewals['renew']>[0], userId: string): Promise<Renewal>
}

/**
 * Renewals of a process that serves many requests. Those with the same refresh token share one call:
 * a browser with several tabs, or a page with its prefetches, sends the old cookies many times. While
 * Cognito doesn't answer, it is left alone for some seconds: for the user who met the outage, and after
 * some users for everyone. One slow answer must not sign out the others.
 */
export function sharedRenewals(renewals: Renewals, now: () => number = Date.now): SharedRenewals {
  const shared = new Map<string, { renewal: Promise<Renewal>; until: number }>()
  const running: string[] = []
  /** Users who met an outage since Cognito's last answer, and until when each waits. */
  const outages = new Map<string, number>()

  const isPaused = (userId: string): boolean => {
    const until =
      outages.size < outagesToPause ? outages.get(userId) : Math.max(...outages.values())
    return until !== undefined && now() < until
  }

  const start: SharedRenewals['renew'] = async (session, userId) => {
    running.push(userId)
    try {
      const renewal = await renewals.renew(session)
      outages.clear()
      return renewal
    } catch (error) {
      if (isOutage(error)) {
        for (const [each, until] of outages) if (until <= now()) outages.delete(each)
        outages.set(userId, now() + pauseMs)
      }
      throw error
    } finally {
      running.splice(running.indexOf(userId), 1)
    }
  }

  return {
    async renew(session, userId) {
      const key = session.refreshToken ?? ''
      const known = shared.get(key)
      if (known && now() < known.until) return known.renewal
      if (isPaused(userId)) throw new Outage('Cognito did not answer a moment ago')
      const ofUser = running.filter((each) => each === userId)
      if (running.length >= maxRunning || ofUser.length >= maxRunningForUser) {
        throw new Outage('Too many sessions are being renewed')
      }

      // A map keeps its entries in insertion order: the first is the oldest.
      const [oldest] = shared.keys()
      if (shared.size >= maxShared && oldest !== undefined) shared.delete(oldest)
      const renewal = start(session, userId)
      shared.delete(key)
      shared.set(key, { renewal, until: now() + sharedMs })
      try {
        return await renewal
      } catch (error) {
        shared.delete(key)
        throw error
      }
    },
  }
}
