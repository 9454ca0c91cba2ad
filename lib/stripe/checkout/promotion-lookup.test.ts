import { describe, expect, it } from 'vitest'
import { silentLog } from '@/lib/log'
import { spring } from '@/testing/promotion'
import { promotionLookup } from './promotion-lookup'
import type { Promotions } from './promotions'

const today = new Date('2026-03-01')

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
          return find(code, today)
        },
      },
    },
    () => ms,
    50,
  )
  return {
    asked,
    look: (code: string) => look(code, today),
    pass: (more: number) => {
      ms += more
    },
  }
}

describe('looking up a code for the public', () => {
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

  it('asks at most five times a second after a burst of ten', async () => {
    const { look, asked, pass } = lookups()
    const guess = async (from: number) => {
      for (let at = 0; at < 50; at++) await look(`GUESS-${from}-${at}`)
    }

    await guess(1)
    expect(asked).toHaveLength(10)
    expect(await look('SPRING')).toEqual({ kind: 'unavailable' })

    pass(1_000)
    await guess(2)
    expect(asked).toHaveLength(15)

    pass(3_600_000)
    await guess(3)
    expect(asked).toHaveLength(25)
  })

  it('doesn’t cache a failure', async () => {
    let isDown = true
    const { look } = lookups(async () => {
      if (isDown) throw new Error('no connection')
      return spring()
    })

    expect(await look('SPRING')).toEqual({ kind: 'unavailable' })
    isDown = false
    expect(await look('SPRING')).toMatchObject({ kind: 'found' })
  })
})
