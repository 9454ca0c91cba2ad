import { expect, it } from 'vitest'
import { simulateOnLocalStripe } from './on-local-stripe'

const seeds = Number(process.env.STRIPE_SEEDS ?? 100)

it(`finds no divergence in ${seeds} scenarios on the local Stripe`, async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    expect(await simulateOnLocalStripe(seed), `seed ${seed}`).toBeNull()
  }
})
