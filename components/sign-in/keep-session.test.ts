import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type KeeperBrowser, keepSession } from './keep-session'

const minute = 60_000
let expiry: number | null
let isVisible: boolean
let renewals: number
let renew: () => Promise<void>
let comeBack: () => void
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  expiry = Date.now() + 15 * minute
  isVisible = true
  renewals = 0
  renew = async () => {
    expiry = Date.now() + 15 * minute
  }
  const browser: KeeperBrowser = {
    now: () => Date.now(),
    expiry: () => expiry,
    renew() {
      renewals += 1
      return renew()
    },
    isVisible: () => isVisible,
    onReturn(callback) {
      comeBack = callback
      return () => {}
    },
  }
  stop = keepSession(browser)
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

it('renews a minute before the token expires, again and again', async () => {
  await vi.advanceTimersByTimeAsync(14 * minute - 1)
  expect(renewals).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(renewals).toBe(1)

  await vi.advanceTimersByTimeAsync(28 * minute)
  expect(renewals).toBe(3)
})

it('leaves it to another tab that was faster', async () => {
  await vi.advanceTimersByTimeAsync(13 * minute)
  expiry = Date.now() + 15 * minute

  await vi.advanceTimersByTimeAsync(10 * minute)
  expect(renewals).toBe(0)
})

it('waits while the page is hidden, and renews at once when it is shown', async () => {
  isVisible = false
  await vi.advanceTimersByTimeAsync(60 * minute)
  expect(renewals).toBe(0)

  isVisible = true
  comeBack()
  await vi.advanceTimersByTimeAsync(0)
  expect(renewals).toBe(1)
})

it('tries again half a minute after an outage, not at once', async () => {
  renew = () => Promise.reject(new Error('away'))
  await vi.advanceTimersByTimeAsync(15 * minute)

  expect(renewals).toBe(3)
})

it('does not run hot where the clock says that every token has expired', async () => {
  renew = async () => {
    expiry = Date.now() - minute
  }
  await vi.advanceTimersByTimeAsync(15 * minute)

  expect(renewals).toBe(3)
})

it('ends with the session, and with the page', async () => {
  expiry = null
  await vi.advanceTimersByTimeAsync(60 * minute)
  comeBack()
  expect(renewals).toBe(0)

  stop()
  expect(vi.getTimerCount()).toBe(0)
})
