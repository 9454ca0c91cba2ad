import type { PostConfirmationTriggerEvent } from 'aws-lambda'
import { describe, expect, vi } from 'vitest'
import { entitlements } from '@/lib/api/gates/entitlements'
import { createServices } from '@/lib/services'
import { failing } from '@/testing/intercept'
import { apiRequest } from '@/testing/shop'
import { test } from '@/testing/test'
import { postConfirmation } from './post-confirmation'

const it = test.extend(
  'confirmed',
  ({ ada }) =>
    (
      attributes: Record<string, string> = { sub: ada.userId, email: 'ada@example.com' },
      triggerSource = 'PostConfirmation_ConfirmSignUp',
    ): PostConfirmationTriggerEvent => ({
      version: '1',
      region: 'us-east-1',
      userPoolId: 'us-east-1_Test',
      // The type leaves out that Cognito may one day send another source.
      triggerSource: triggerSource as PostConfirmationTriggerEvent['triggerSource'],
      userName: ada.username,
      callerContext: { awsSdkVersion: '3', clientId: 'test-client' },
      request: { userAttributes: attributes },
      response: {},
    }),
)

describe('after a sign-up was confirmed', () => {
  it('there is a row, a customer who names its owner, and the free group', async ({
    world,
    ada,
    confirmed,
  }) => {
    const event = confirmed()

    expect(await postConfirmation(world.services)(event)).toBe(event)

    const [customer] = world.engine.store.customers.all()
    expect(customer).toMatchObject({
      email: 'ada@example.com',
      metadata: { cognito_sub: ada.userId },
    })
    expect(await world.accounts.get(ada.userId)).toMatchObject({
      username: ada.username,
      email: 'ada@example.com',
      customerId: customer?.id,
      access: { status: 'none', plan: 'free' },
    })
    expect(await world.cognito.of(ada.username)).toEqual(['free'])
  })

  it('called three times, one after the other or at once, it makes one of each', async ({
    world,
    ada,
    confirmed,
  }) => {
    const handler = postConfirmation(world.services)
    await handler(confirmed())
    await Promise.all([handler(confirmed()), handler(confirmed())])

    expect(world.engine.store.customers.size).toBe(1)
    expect(await world.accounts.get(ada.userId)).toMatchObject({ intents: {} })
    expect(await world.cognito.of(ada.username)).toEqual(['free'])
  })

  it('a person may have no address', async ({ world, ada, confirmed }) => {
    await postConfirmation(world.services)(confirmed({ sub: ada.userId }))

    expect(await world.accounts.get(ada.userId)).toMatchObject({ email: null })
  })
})

it.for(['PostConfirmation_ConfirmForgotPassword', 'PostConfirmation_Other', ''])(
  'does nothing for %j',
  async (source, { world, confirmed }) => {
    const event = confirmed(undefined, source)

    expect(await postConfirmation(world.services)(event)).toBe(event)
    expect(world.calls).toEqual([])
  },
)

describe('it never fails a sign-up', () => {
  it.for(['', 'accounts', 'stripe', 'groups', 'customerOwners.link', 'accountWrites.save'])(
    'when %j is down, and the first request does what was left undone',
    async (part, { world, ada, confirmed }) => {
      world.intercept(failing(part))
      const event = confirmed()
      expect(await postConfirmation(world.services)(event)).toBe(event)
      world.resetCalls()

      await entitlements(world.services)(apiRequest(world, '/api/entitlements', { as: ada }))

      expect(await world.accounts.get(ada.userId)).toMatchObject({ access: { plan: 'free' } })
    },
  )

  it('when something hangs: Cognito waits five seconds, so it waits less', async ({
    world,
    confirmed,
  }) => {
    world.intercept(() => new Promise(() => {}))
    const event = confirmed()

    expect(await postConfirmation(world.services, 20)(event)).toBe(event)
  })

  it('when the event names nobody', async ({ world, confirmed }) => {
    const event = confirmed({})

    expect(await postConfirmation(world.services)(event)).toBe(event)
    expect(world.calls).toEqual([])
  })

  it('when the environment is not usable, not even for a log', async ({ confirmed }) => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    const event = confirmed()

    expect(await postConfirmation(createServices({}))(event)).toBe(event)

    expect(complaint).toHaveBeenCalledOnce()
    complaint.mockRestore()
  })
})
