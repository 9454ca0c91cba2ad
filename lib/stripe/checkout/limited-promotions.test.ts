import { expect, it } from 'vitest'
import type { RateLimiter } from '@/lib/rate-limits'
import { spring } from '@/testing/stripe/promotion'
import { limitedPromotions } from './limited-promotions'

const now = new Date('2026-03-01')
const ada = { userId: 'ada', address: null }

function open(most: number) {
  const asked: string[] = []
  const counted: unknown[] = []
  const rateLimiter: RateLimiter = {
    requesterOf: (_, userId) => ({ userId, address: null }),
    async take(...asked) {
      counted.push(asked)
      return counted.length <= most ? { kind: 'taken' } : { kind: 'used_up', retryAfterSeconds: 7 }
    },
  }
  const find = async (code: string) => {
    asked.push(code)
    return spring()
  }
  return { asked, counted, promotions: limitedPromotions({ find }, rateLimiter) }
}

it('counts each lookup for the requester, and then asks Stripe', async () => {
  const { promotions, asked, counted } = open(1)

  expect(await promotions.find('SPRING', now, ada)).toEqual(spring())
  expect(counted).toEqual([['promotion_code', ada]])
  expect(asked).toEqual(['SPRING'])
})

it('asks for no further code once the limit is used up, and says when to try again', async () => {
  const { promotions, asked } = open(0)

  await expect(promotions.find('SPRING', now, ada)).rejects.toMatchObject({
    code: 'too_many_requests',
    message: 'You’ve sent too many promotion codes. Try again in 7 seconds.',
    details: { retryAfterSeconds: 7 },
  })
  expect(asked).toEqual([])
})

it('neither counts nor asks for what can’t be a code', async () => {
  const { promotions, asked, counted } = open(1)

  for (const code of ['', 'a b', '%', 'x'.repeat(61), '__proto__']) {
    expect(await promotions.find(code, now, ada)).toBeNull()
  }
  expect([...asked, ...counted]).toEqual([])
})
