import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Price } from '@/lib/billing/catalog/schema'
import { clean, edited, openAccount, type StripeAccount } from '@/testing/stripe/setup'

let at: StripeAccount
beforeEach(() => {
  at = openAccount()
})
afterEach(() => at.close())

const proAt = (price: Partial<Price>) =>
  edited(({ prices }) => ({
    prices: prices.map((each) =>
      each.lookupKey === 'saas_pro_month' ? { ...each, ...price } : each,
    ),
  }))

describe('an amount that Stripe would not charge', () => {
  it.each<[string, Partial<Price>, string]>([
    [
      'is too small',
      { amountCents: 49 },
      'Price saas_pro_month: $0.49 is less than Stripe charges: the least is $0.50 (50).',
    ],
    [
      'is too small in another currency',
      { otherCurrencies: { huf: 1_900 } },
      'Price saas_pro_month: HUF 19.00 is less than Stripe charges: the least is HUF 175.00 (17500).',
    ],
    [
      'has a third decimal other than 0',
      { otherCurrencies: { kwd: 4_995 } },
      'Price saas_pro_month: amounts in KWD must be multiples of 10: use 5000 instead of 4995 (KWD 4.995).',
    ],
    [
      'has hundredths of a currency without any',
      { otherCurrencies: { isk: 490_050 } },
      'Price saas_pro_month: amounts in ISK must be multiples of 100: use 490100 instead of 490050 (ISK 4,900.50).',
    ],
    [
      'is in a currency that does not exist',
      { otherCurrencies: { xyz: 4_900 } },
      'Price saas_pro_month: Stripe has no currency "xyz".',
    ],
  ])('stops the setup when it %s', async (_, price, problem) => {
    const { problems } = await at.look(proAt(price))

    expect(problems.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([problem])
    await expect(at.setUp(proAt(price))).rejects.toThrow('saas_pro_month')
    expect(at.writes).toEqual([])
  })
})

it('amounts in currencies without decimals, with three, and with unused ones are set up', async () => {
  const catalog = proAt({ otherCurrencies: { jpy: 4_900, kwd: 4_990, isk: 490_000, huf: 499_000 } })

  await at.setUp(catalog)

  expect(await at.look(catalog)).toEqual(clean)
})
