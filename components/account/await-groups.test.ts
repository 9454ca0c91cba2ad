import { expect, it } from 'vitest'
import { Outage } from '@/lib/outages'
import { awaitGroups } from './await-groups'

/** A browser whose refreshes give these answers, the last one again and again. */
function browserThat(...answers: (string[] | null | Error)[]) {
  const waited: number[] = []
  let refreshes = 0
  return {
    waited,
    async wait(ms: number) {
      waited.push(ms)
    },
    async refreshToken() {
      const answer = answers[Math.min(refreshes++, answers.length - 1)] ?? null
      if (answer instanceof Error) throw answer
      return answer
    },
  }
}
const isMounted = () => false

it('is done with the first token that carries the groups, whatever else it carries', async () => {
  const browser = browserThat(['free'], ['newsletter', 'pro'])

  expect(await awaitGroups(['pro'], isMounted, browser)).toBe('carries')
  expect(browser.waited).toEqual([0, 500])
})

it('is done with the first token if no group is expected', async () => {
  expect(await awaitGroups([], isMounted, browserThat(['free']))).toBe('carries')
})

it('tries again if Cognito cannot be reached', async () => {
  const browser = browserThat(new Error('NetworkError'), ['pro'])

  expect(await awaitGroups(['pro'], isMounted, browser)).toBe('carries')
})

it('is late at once if Cognito does not answer', async () => {
  const browser = browserThat(new Outage('Not done in 5000 ms'))

  expect(await awaitGroups(['pro'], isMounted, browser)).toBe('late')
  expect(browser.waited).toEqual([0])
})

it('is late after five tokens without the groups', async () => {
  const browser = browserThat(['free'])

  expect(await awaitGroups(['pro'], isMounted, browser)).toBe('late')
  expect(browser.waited).toEqual([0, 500, 1_000, 2_000, 4_000])
})

it('says that no user is signed in, and stops once its page is gone', async () => {
  expect(await awaitGroups(['pro'], isMounted, browserThat(null))).toBe('signed_out')

  const browser = browserThat(['free'])
  expect(await awaitGroups(['pro'], () => browser.waited.length > 1, browser)).toBe('late')
  expect(browser.waited).toEqual([0, 500])
})
