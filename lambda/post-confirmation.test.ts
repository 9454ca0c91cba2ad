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
      // The type doesn't allow a trigger source that Cognito may add later.
      triggerSource: triggerSource as PostConfirmationTriggerEvent['triggerSource'],
      userName: ada.username,
      callerContext: { awsSdkVersion: '3', clientId: 'test-client' },
      request: { userAttributes: attributes },
      response: {},
    }),
)

describe('after a confirmed sign-up', () => {
  it('the user has a row, a customer with the user’s id, and the free group', async ({
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

  it('three calls, in sequence or at once, create one of each', async ({
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

  it('a user may have no email address', async ({ world, ada, confirmed }) => {
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
    'when %j is down, and the first request completes the sign-up',
    async (part, { world, ada, confirmed }) => {
      world.intercept(failing(part))
      const event = confirmed()
      expect(await postConfirmation(world.services)(event)).toBe(event)
      world.resetCalls()

      await entitlements(world.services)(apiRequest(world, '/api/entitlements', { as: ada }))

      expect(await world.accounts.get(ada.userId)).toMatchObject({ access: { plan: 'free' } })
    },
  )

  it('when a call hangs: it times out before Cognito’s five seconds', async ({
    world,
    confirmed,
  }) => {
    world.intercept(() => new Promise(() => {}))
    const event = confirmed()

    expect(await postConfirmation(world.services, 20)(event)).toBe(event)
  })

  it('when the event has no user', async ({ world, confirmed }) => {
    const event = confirmed({})

    expect(await postConfirmation(world.services)(event)).toBe(event)
    expect(world.calls).toEqual([])
  })

  it('when the environment is invalid, so that there is no logger', async ({ confirmed }) => {
    const consoleError = vi.spyOn(console, 'error').mockImplementation(() => {})
    const event = confirmed()

    expect(await postConfirmation(createServices({}))(event)).toBe(event)

    expect(consoleError).toHaveBeenCalledOnce()
    consoleError.mockRestore()
  })
})
