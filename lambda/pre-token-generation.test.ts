import type {
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
} from 'aws-lambda'
import { describe, expect, vi } from 'vitest'
import { createServices } from '@/lib/services'
import { deliverAll } from '@/testing/deliver'
import { failing } from '@/testing/intercept'
import { subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import { preTokenGeneration, type TokenEvent } from './pre-token-generation'

const it = test
  .extend('common', ({ ada }) => () => ({
    region: 'us-east-1',
    userPoolId: 'us-east-1_Test',
    userName: ada.username,
    callerContext: { awsSdkVersion: '3', clientId: 'test-client' },
  }))
  .extend('attributes', ({ ada }) => () => ({ sub: ada.userId, email: 'ada@example.com' }))
  .extend(
    'v1',
    ({ common, attributes }) =>
      (...groups: string[]): PreTokenGenerationTriggerEvent => ({
        ...common(),
        version: '1',
        triggerSource: 'TokenGeneration_RefreshTokens',
        request: { userAttributes: attributes(), groupConfiguration: configuration(groups) },
        response: { claimsOverrideDetails: {} },
      }),
  )
  .extend(
    'v2',
    ({ common, attributes }) =>
      (...groups: string[]): PreTokenGenerationV2TriggerEvent => ({
        ...common(),
        version: '2',
        triggerSource: 'TokenGeneration_Authentication',
        request: {
          userAttributes: attributes(),
          groupConfiguration: configuration(groups),
          scopes: ['aws.cognito.signin.user.admin'],
        },
        response: { claimsAndScopeOverrideDetails: {} },
      }),
  )
  .extend(
    'ask',
    ({ world }) =>
      async (event: TokenEvent) =>
        (await preTokenGeneration(world.services)(event)).response,
  )
  .extend('withAddress', ({ ada, v2 }) => (email: string, verified: string): TokenEvent => {
    const event = v2('free')
    event.request.userAttributes = { sub: ada.userId, email, email_verified: verified }
    return event
  })
  .extend(
    'stripesAddress',
    ({ world }) =>
      () =>
        world.engine.store.customers.all()[0]?.email,
  )
  .extend(
    'machine',
    ({ common }) =>
      (): PreTokenGenerationV3TriggerEvent => ({
        ...common(),
        version: '3',
        triggerSource: 'TokenGeneration_ClientCredentials',
        request: { userAttributes: {}, groupConfiguration: {} },
        response: { claimsAndScopeOverrideDetails: {} },
      }),
  )

const configuration = (groups: string[]) => ({
  groupsToOverride: groups,
  iamRolesToOverride: ['arn:aws:iam::123456789012:role/editor'],
  preferredRole: 'arn:aws:iam::123456789012:role/editor',
})

/** The trigger versions, and the response field of each. */
const versions = [
  ['V1', 'claimsOverrideDetails'],
  ['V2', 'claimsAndScopeOverrideDetails'],
] as const
const groupsIn = (response: object): unknown => Object.values(response)[0]?.groupOverrideDetails

describe('a token of a user with Pro', () => {
  const claims = { plan: 'pro', features_version: expect.any(String) }

  it('has the claims in the ID token of a basic pool, and the groups in both tokens', async ({
    world,
    ada,
    v1,
    ask,
  }) => {
    await subscribe(world, ada)

    expect(await ask(v1('free', 'support', 'editors'))).toEqual({
      claimsOverrideDetails: {
        claimsToAddOrOverride: expect.objectContaining(claims),
        groupOverrideDetails: configuration(['support', 'editors', 'pro']),
      },
    })
  })

  it('has the claims in both tokens of an essentials pool', async ({ world, ada, v2, ask }) => {
    await subscribe(world, ada)

    expect(await ask(v2('free'))).toEqual({
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: claims },
        accessTokenGeneration: { claimsToAddOrOverride: claims },
        groupOverrideDetails: configuration(['pro']),
      },
    })
  })

  it('costs one read, and no call to Stripe or Cognito', async ({ world, ada, v2, ask }) => {
    await subscribe(world, ada)
    world.resetCalls()

    await ask(v2('free'))

    expect(world.calls).toEqual(['accounts.get'])
  })

  it('loses the claims in the second that access ends, before any job has run', async ({
    world,
    ada,
    v2,
    ask,
  }) => {
    await subscribe(world, ada)
    const [subscription] = world.engine.store.subscriptions.all()
    await world.stripe.subscriptions.update(subscription?.id ?? '', { cancel_at_period_end: true })
    await deliverAll(world)
    world.engine.clock.advanceTo(new Date('2026-04-01T12:00:00Z'))

    expect(groupsIn(await ask(v2('pro')))).toEqual(configuration(['free']))
  })
})

it('keeps the groups of a user without a row, and adds no claims', async ({ v1, v2, ask }) => {
  expect(await ask(v1('pro', 'editors'))).toEqual({
    claimsOverrideDetails: { groupOverrideDetails: configuration(['pro', 'editors']) },
  })
  expect(await ask(v2('pro', 'editors'))).toEqual({
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: {},
      accessTokenGeneration: {},
      groupOverrideDetails: configuration(['pro', 'editors']),
    },
  })
})

describe.each(versions)('it never fails a sign-in (%s)', (version, name) => {
  const sent = it.extend('event', ({ v1, v2 }) => (version === 'V1' ? v1 : v2))
  const asBefore = (groups: string[]) => ({
    [name]: expect.objectContaining({ groupOverrideDetails: configuration(groups) }),
  })
  const hasNoClaims = (response: object) =>
    expect(JSON.stringify(response)).not.toContain('claimsToAddOrOverride')

  sent(
    'when the table is down: the token keeps Cognito’s groups',
    async ({ world, ada, ask, event }) => {
      await subscribe(world, ada)
      world.intercept(failing('accounts'))

      const response = await ask(event('pro', 'support'))

      expect(response).toEqual(asBefore(['pro', 'support']))
      hasNoClaims(response)
    },
  )

  sent('when the table hangs', async ({ world, event }) => {
    world.intercept(() => new Promise(() => {}))
    const { response } = await preTokenGeneration(world.services, 20)(event('pro'))

    expect(response).toEqual(asBefore(['pro']))
    hasNoClaims(response)
  })

  sent('when the event has no user', async ({ ask, event }) => {
    const given = event('pro')
    given.request.userAttributes = {}

    expect(await ask(given)).toEqual(asBefore(['pro']))
  })

  sent('when the environment is not usable, not even for a log', async ({ event }) => {
    const consoleError = vi.spyOn(console, 'error').mockImplementation(() => {})

    const { response } = await preTokenGeneration(createServices({}))(event('pro'))

    expect(response).toEqual(asBefore(['pro']))
    expect(consoleError).toHaveBeenCalledOnce()
    consoleError.mockRestore()
  })

  sent('when the person is in no group yet', async ({ world, ada, ask, event }) => {
    await subscribe(world, ada)

    expect(await ask(event())).toEqual(asBefore(['pro']))
  })
})

describe('a new email address', () => {
  it('is saved in the row and in Stripe', async ({
    world,
    ada,
    ask,
    withAddress,
    stripesAddress,
  }) => {
    await subscribe(world, ada)

    await ask(withAddress('countess@example.com', 'true'))

    expect((await world.accounts.get(ada.userId))?.email).toBe('countess@example.com')
    expect(stripesAddress()).toBe('countess@example.com')
    world.resetCalls()
    await ask(withAddress('countess@example.com', 'true'))
    expect(world.calls).toEqual(['accounts.get'])
  })

  it('is not saved until it is verified', async ({
    world,
    ada,
    ask,
    withAddress,
    stripesAddress,
  }) => {
    await subscribe(world, ada)

    await ask(withAddress('typo@example.com', 'false'))

    expect((await world.accounts.get(ada.userId))?.email).toBe('ada@example.com')
    expect(stripesAddress()).toBe('ada@example.com')
  })

  it.for(['stripe POST', 'accounts.changeEmail'])(
    'does not fail a sign-in when %s fails, and is saved with the next token',
    async (part, { world, ada, v2, ask, withAddress, stripesAddress }) => {
      await subscribe(world, ada)
      world.intercept(failing(part))
      expect(await ask(withAddress('countess@example.com', 'true'))).toEqual(await ask(v2('free')))

      world.resetCalls()
      await ask(withAddress('countess@example.com', 'true'))

      expect((await world.accounts.get(ada.userId))?.email).toBe('countess@example.com')
      expect(stripesAddress()).toBe('countess@example.com')
    },
  )

  it('is saved in the row only when the customer was deleted in Stripe', async ({
    world,
    ada,
    ask,
    withAddress,
  }) => {
    await subscribe(world, ada)
    world.engine.customers.delete((await world.accounts.get(ada.userId))?.customerId ?? '')

    await ask(withAddress('countess@example.com', 'true'))

    expect((await world.accounts.get(ada.userId))?.email).toBe('countess@example.com')
  })
})

describe('version 3', () => {
  it('is answered as version 2 for a user', async ({ world, ada, v2, ask }) => {
    await subscribe(world, ada)

    expect(await ask({ ...v2('free'), version: '3' })).toEqual(await ask(v2('free')))
  })

  it('leaves a client-credentials token unchanged', async ({ world, machine }) => {
    const event = machine()

    expect(await preTokenGeneration(world.services)(event)).toBe(event)
    expect(world.calls).toEqual([])
  })
})
