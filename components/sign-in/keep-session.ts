import { extendSession, refreshExpiringToken, tokenExpiry } from '@/components/ui/browser-session'

/** A token that has less left is renewed. Longer than any request takes. */
const marginMs = 60_000
/** After an attempt that failed. */
const pauseMs = 30_000
/** A sleeping computer stops timers, and the browser's clock may be set. */
const longestWaitMs = 10 * 60_000

export type KeeperBrowser = {
  now(): number
  /** When the token expires; `null` without a session. */
  expiry(): number | null
  renew(withinMs: number): Promise<unknown>
  isVisible(): boolean
  /** Calls back when the page is shown or online again. Returns a function that stops this. */
  onReturn(callback: () => void): () => void
}

/**
 * Renews the token of an open page shortly before it expires, for as long as there is a session. A
 * hidden page renews when it is shown again. Returns a function that stops this.
 */
export function keepSession(browser: KeeperBrowser = here): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let notBefore = 0
  let isOver = false

  const dueAt = (): number | null => {
    const expiry = browser.expiry()
    return expiry === null ? null : Math.max(expiry - marginMs, notBefore)
  }
  const plan = () => {
    clearTimeout(timer)
    const due = dueAt()
    if (isOver || due === null) return
    timer = setTimeout(check, Math.min(Math.max(due - browser.now(), 0), longestWaitMs))
  }
  const check = async () => {
    const due = dueAt()
    if (due === null || !browser.isVisible()) return
    if (browser.now() >= due) {
      notBefore = browser.now() + pauseMs
      // The page finds out for itself what an outage or the end of the session means to it.
      await browser.renew(marginMs).catch(() => {})
    }
    plan()
  }

  plan()
  const stopListening = browser.onReturn(check)
  return () => {
    isOver = true
    clearTimeout(timer)
    stopListening()
  }
}

/** Keeps the session of this browser, if there is one. */
export function keepThisSession(): () => void {
  void extendSession()
  return keepSession()
}

const here: KeeperBrowser = {
  now: () => Date.now(),
  expiry: tokenExpiry,
  renew: refreshExpiringToken,
  isVisible: () => document.visibilityState === 'visible',
  onReturn(callback) {
    document.addEventListener('visibilitychange', callback)
    addEventListener('online', callback)
    return () => {
      document.removeEventListener('visibilitychange', callback)
      removeEventListener('online', callback)
    }
  },
}
