import type { RouteName } from '@/lib/api/routes'
import { defineCatalog } from '@/lib/billing/catalog/catalog'
import { premium } from '@/lib/billing/catalog/catalogs/premium'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { sync } from '@/lib/sync/sync'
import { anyTrigger } from '@/testing/any-trigger'
import { buy, openSession } from '@/testing/shop'
import type { WorldOptions } from '@/testing/world'
import { customerOf, type MoneyState, type Scene } from './money-state'

/** A user's request to a route, and how to bring the user into the state to send it. */
export type Situation = {
  name: string
  options?: WorldOptions
  /** Whether Stripe charges for it at once. */
  charges?: true
  /** Removes from the state before what a refused request may still have removed. */
  mayLose?(before: MoneyState['stripe']): MoneyState['stripe']
  /** Prepares the user, and returns the body of the request. */
  arrange(scene: Scene): Promise<unknown>
}

const bought = async ({ world, user }: Scene, body: unknown = { plan: 'pro' }) => {
  await buy(world, user, body)
  await sync(world.services, user.userId, anyTrigger)
}
const later = async ({ world, user }: Scene, days: number) => {
  world.engine.clock.advance({ days })
  await sync(world.services, user.userId, anyTrigger)
}
/** Creates the promotion code once in each world, for all users. */
async function withCode({ world: { stripe } }: Scene): Promise<{ promotionCode: string }> {
  const { data } = await stripe.promotionCodes.list({ code: 'SPRING' })
  if (data.length === 0) {
    const { id } = await stripe.coupons.create({ percent_off: 20, duration: 'once' })
    await stripe.promotionCodes.create({
      code: 'SPRING',
      promotion: { type: 'coupon', coupon: id },
    })
  }
  return { promotionCode: 'SPRING' }
}

const previewed = async (scene: Scene, wanted: Record<string, unknown>) => {
  const { body } = await scene.calls.preview(wanted)
  return { ...wanted, previewId: body.previewId }
}

const upgrade = { plan: 'enterprise' }
const downgrade = { plan: 'starter' }
const withCredit = { catalog: defineCatalog({ ...premium, lifetime: { credit: true } }) }

/** The situations to test for each route on which a user starts or stops paying. */
export const moneySituations: Partial<Record<RouteName, Situation[]>> = {
  checkout: [
    { name: 'a first plan', arrange: async () => ({ plan: 'pro' }) },
    {
      name: 'a plan with a code',
      arrange: async (scene) => ({ plan: 'pro', ...(await withCode(scene)) }),
    },
    {
      name: 'another plan than the one of the open session',
      // The open session is expired first. Otherwise both could be paid.
      mayLose: (before) => ({ ...before, open: [] }),
      async arrange({ world, user }) {
        await openSession(world, user, downgrade)
        return { plan: 'pro' }
      },
    },
    {
      name: 'a lifetime plan in place of a subscription, with a credit',
      options: withCredit,
      async arrange(scene) {
        await bought(scene, { plan: 'monthly' })
        return { plan: 'lifetime', interval: 'once', endSubscription: true }
      },
    },
  ],
  portal: [
    { name: 'the overview', arrange: async (scene) => bought(scene).then(() => ({})) },
    {
      name: 'another payment method',
      async arrange(scene) {
        await bought(scene)
        return { flow: 'payment_method_update' }
      },
    },
  ],
  pay: [
    {
      name: 'what is overdue',
      async arrange(scene) {
        await bought(scene)
        scene.world.engine.customers.nextPaymentFails(await customerOf(scene), true)
        await later(scene, 32)
        return {}
      },
    },
  ],
  subscription: [{ name: 'a look', arrange: async (scene) => bought(scene) }],
  previewChange: [
    {
      name: 'an upgrade',
      async arrange(scene) {
        await bought(scene)
        return upgrade
      },
    },
    {
      name: 'an upgrade with a code',
      async arrange(scene) {
        await bought(scene)
        return { ...upgrade, ...(await withCode(scene)) }
      },
    },
    {
      name: 'a downgrade',
      async arrange(scene) {
        await bought(scene)
        return downgrade
      },
    },
  ],
  changePlan: [
    {
      name: 'an upgrade',
      charges: true,
      async arrange(scene) {
        await bought(scene)
        return previewed(scene, upgrade)
      },
    },
    {
      name: 'an upgrade with a code',
      charges: true,
      async arrange(scene) {
        await bought(scene)
        return previewed(scene, { ...upgrade, ...(await withCode(scene)) })
      },
    },
    {
      name: 'a downgrade',
      async arrange(scene) {
        await bought(scene)
        return previewed(scene, downgrade)
      },
    },
  ],
  cancel: [
    { name: 'at the end of the period', arrange: async (scene) => bought(scene).then(() => ({})) },
    {
      name: 'of what was to be downgraded',
      // Stripe doesn't cancel a subscription that has a schedule, so that is released first.
      mayLose: (before) => ({
        ...before,
        subscriptions: before.subscriptions.map((each) => ({ ...each, isPlanned: false })),
      }),
      async arrange(scene) {
        await bought(scene)
        await scene.calls.switchTo(downgrade)
        return {}
      },
    },
    {
      name: 'at once',
      options: { catalog: { ...saas, changes: { ...saas.changes, cancelNow: true } } },
      async arrange(scene) {
        await bought(scene)
        return { when: 'now' }
      },
    },
  ],
  resume: [
    {
      name: 'of what was canceled',
      async arrange(scene) {
        await bought(scene)
        await scene.calls.cancel()
        return {}
      },
    },
    {
      name: 'of what was to be downgraded',
      async arrange(scene) {
        await bought(scene)
        await scene.calls.switchTo(downgrade)
        return {}
      },
    },
    {
      name: 'of a change that waits for its payment',
      async arrange(scene) {
        await bought(scene)
        scene.world.engine.customers.nextPaymentFails(await customerOf(scene), true)
        await scene.calls.switchTo(upgrade)
        return { what: 'payment' }
      },
    },
    {
      name: 'of a pause, which charges a new period',
      charges: true,
      async arrange(scene) {
        await bought(scene)
        await scene.calls.pause()
        await later(scene, 40)
        return {}
      },
    },
  ],
  pause: [
    { name: 'until further notice', arrange: async (scene) => bought(scene).then(() => ({})) },
  ],
}
