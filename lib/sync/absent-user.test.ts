import { describe, expect } from 'vitest'
import { silentLog } from '@/lib/log'
import { anyTrigger } from '@/testing/any-trigger'
import { deliverAll } from '@/testing/deliver'
import { failing, passThrough } from '@/testing/intercept'
import { buy, openSession, postCheckout, statusAndCode, subscribe, visa } from '@/testing/shop'
import { test } from '@/testing/test'
import { sendOutbox } from './outbox/send-outbox'
import { reconcile } from './reconcile/reconcile'
import { repairGroups } from './repair-groups'
import { sync } from './sync'

const it = test
  .extend(
    'disable',
    ({ world, ada }) =>
      () =>
        world.cognito.setEnabled(ada.username, false),
  )
  .extend('leave', ({ world, ada, disable }) => (how: 'disabled' | 'deleted') => {
    if (how === 'disabled') disable()
    else world.cognito.drop(ada.username)
  })
  .extend(
    'messages',
    ({ world }) =>
      () =>
        world.outbox.waiting(10),
  )

describe('a user who is disabled while they are on Stripe’s page, and pays', () => {
  it('is reported to staff once, by mail, log and audit', async ({
    world,
    ada,
    disable,
    messages,
    subscriptionId,
  }) => {
    const session = await openSession(world, ada)
    disable()
    world.engine.checkout.pay(session, visa)
    const lines: unknown[][] = []
    const log = { ...silentLog, error: (...line: unknown[]) => void lines.push(line) }

    await sync({ ...world.services, log }, ada.userId, anyTrigger)
    await sync({ ...world.services, log }, ada.userId, anyTrigger)

    const paid = { paidIds: subscriptionId() }
    expect(await messages()).toMatchObject([
      { kind: 'user_disabled', userId: ada.userId, data: paid },
    ])
    expect(lines).toEqual([
      [{ userId: ada.userId, ...paid }, 'A paying user is disabled in Cognito'],
    ])
    expect(world.audit.all()).toContainEqual(
      expect.objectContaining({
        what: 'groups',
        userId: ada.userId,
        reason: expect.stringContaining('The user is disabled in Cognito.'),
      }),
    )
  })

  it('is named in a mail to staff that says what to do', async ({ world, ada, disable }) => {
    const session = await openSession(world, ada)
    disable()
    world.engine.checkout.pay(session, visa)
    await deliverAll(world)

    const settings = { ...world.services.settings, MAIL_FROM: 'staff@example.com' }
    await sendOutbox({ ...world.services, settings })

    expect(world.mails.sent).toMatchObject([
      {
        to: 'staff@example.com',
        subject: `[Tollgate] A disabled user pays: ${ada.userId}`,
        text: expect.stringContaining('Refund or enable'),
      },
    ])
  })

  it('has what they paid for once they are enabled', async ({
    world,
    ada,
    disable,
    groups,
    access,
  }) => {
    const session = await openSession(world, ada)
    disable()
    world.engine.checkout.pay(session, visa)
    await deliverAll(world)

    world.cognito.setEnabled(ada.username, true)

    expect(await groups()).toEqual(['pro'])
    expect(await access()).toMatchObject({ plan: 'pro' })
  })

  it('is not reported if they pay nothing', async ({
    world,
    ada,
    disable,
    messages,
    subscriptionId,
  }) => {
    await subscribe(world, ada)
    disable()
    await world.stripe.subscriptions.cancel(subscriptionId())

    await deliverAll(world)

    expect(await messages()).toEqual([])
  })
})

describe.for(['disabled', 'deleted'] as const)('the open checkout of a %s user', (how) => {
  it('is ended when they try to change anything', async ({ world, ada, openSessions, leave }) => {
    await openSession(world, ada)
    leave(how)

    const refused = await statusAndCode(await postCheckout(world, ada, { plan: 'starter' }))

    expect(refused).toEqual(
      how === 'disabled' ? [403, 'account_disabled'] : [401, 'unauthenticated'],
    )
    expect(openSessions()).toEqual([])
  })

  it('is ended when their groups are moved', async ({ world, ada, openSessions, row, leave }) => {
    await openSession(world, ada)
    leave(how)
    await world.cognito.remove(ada.username, 'free')

    await repairGroups(world.services, await row(), anyTrigger)

    expect(openSessions()).toEqual([])
    expect((await row()).checkout).toBeNull()
  })

  it('is ended by reconcile, though no one has paid or asked', async ({
    world,
    ada,
    openSessions,
    row,
    leave,
  }) => {
    await openSession(world, ada)
    leave(how)

    const { findings } = await reconcile(world.services, { dryRun: false, everybody: true })

    expect(findings).toMatchObject([
      { userId: ada.userId, outcome: 'repaired', drifts: [{ kind: 'checkout_open' }] },
    ])
    expect(openSessions()).toEqual([])
    expect((await row()).checkout).toBeNull()
  })

  it('stays on the row while Stripe is away, so that it is ended later', async ({
    world,
    ada,
    openSessions,
    row,
    leave,
  }) => {
    await openSession(world, ada)
    leave(how)
    world.intercept(failing('/expire'))

    expect((await postCheckout(world, ada)).status).toBe(how === 'disabled' ? 403 : 401)
    expect((await row()).checkout).not.toBeNull()
    world.intercept(passThrough)
    await postCheckout(world, ada)

    expect(openSessions()).toEqual([])
  })
})

it('a disabled user who is still billed is reported by every reconcile', async ({
  world,
  ada,
  disable,
}) => {
  await buy(world, ada)
  await deliverAll(world)
  disable()

  const { findings } = await reconcile(world.services, { dryRun: false })

  expect(findings).toMatchObject([
    { userId: ada.userId, outcome: 'staff', drifts: [{ kind: 'person_disabled' }] },
  ])
})
