import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { silentLog } from '@/lib/log'
import { spring } from '@/testing/stripe/promotion'
import { promotionLookup } from './promotion-lookup'
import type { Promotions } from './promotions'

const today = new Date('2026-03-01')
const stranger = { userId: null, address: null }

function lookups(
  find: Promotions['find'] = async (code) => (/^spring$/i.test(code) ? spring() : null),
) {
  const asked: string[] = []
  let ms = 0
  const look = promotionLookup(
    {
      log: silentLog,
      promotions: {
        find: (code) => {
          asked.push(code)
          return find(code, today, stranger)
        },
      },
    },
    () => ms,
    50,
  )
  return {
    asked,
    look: (code: string) => look(code, today, stranger),
    pass: (more: number) => {
      ms += more
    },
  }
}

describe('looking up a code for a page', () => {
  it('asks once a minute per code, in any case, valid or not', async () => {
    const { look, asked, pass } = lookups()

    expect(await look('SPRING')).toEqual({ kind: 'found', promotion: spring() })
    expect(await look('spring')).toEqual({ kind: 'found', promotion: spring() })
    expect(await look('NOPE')).toEqual({ kind: 'none' })
    expect(await look('nope')).toEqual({ kind: 'none' })
    expect(asked).toEqual(['SPRING', 'NOPE'])

    pass(60_000)
    await look('spring')
    expect(asked).toHaveLength(3)
  })

  it('does not wait for a Stripe that hangs, and asks again next time', async () => {
    let answer: (promotion: null) => void = () => {}
    const hanging = new Promise<null>((resolve) => {
      answer = resolve
    })
    let calls = 0
    const { look } = lookups(() => (calls++ === 0 ? hanging : Promise.resolve(spring())))

    expect(await look('SPRING')).toEqual({ kind: 'unavailable' })

    answer(null)
    expect(await look('SPRING')).toEqual({ kind: 'found', promotion: spring() })
  })

  it.each([
    ['unavailable', new Error('no connection')],
    ['too_many', new AppError('too_many_requests', 'Wait.')],
  ])('says %s instead of “invalid”, and doesn’t cache it', async (kind, error) => {
    let isFailing = true
    const { look } = lookups(async () => {
      if (isFailing) throw error
      return spring()
    })

    expect(await look('SPRING')).toEqual({ kind })
    isFailing = false
    expect(await look('SPRING')).toMatchObject({ kind: 'found' })
  })
})
