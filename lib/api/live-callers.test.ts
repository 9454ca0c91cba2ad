import { describe, expect } from 'vitest'
import { Outage } from '@/lib/outages'
import { createApp, exampleRequest, routeList } from '@/testing/api/app'
import { subscribe } from '@/testing/shop'
import { test } from '@/testing/test'
import type { Route } from './route'

const it = test
  .extend('app', ({ world }) => createApp(world.services))
  .extend('send', ({ app }) => async (route: Route, token: string) => {
    const response = await app(exampleRequest(route, { authorization: `Bearer ${token}` }))
    const { error } = (await response.json()) as { error?: { code: string } }
    return { status: response.status, code: error?.code }
  })

const writes = routeList.filter(
  ([, { caller, method }]) => caller.kind === 'user' && method !== 'GET',
)
const staffRoutes = routeList.filter(([, { caller }]) => caller.kind === 'staff')

/** The request is counted against the limit before Cognito is asked, and nothing else is called. */
const asked = ['requestCounts.add', 'people.find']
/** The row is read as well, because it names the user's open checkout. */
const refused = [...asked, 'accounts.get']

describe.each(writes)('%s', (_, route) => {
  it('is closed to a user who was disabled, and nothing is called in Stripe', async ({
    world,
    ada,
    send,
  }) => {
    await subscribe(world, ada)
    const token = world.token(ada)
    world.cognito.setEnabled(ada.username, false)
    world.resetCalls()

    expect(await send(route, token)).toEqual({ status: 403, code: 'account_disabled' })
    expect(world.calls).toEqual(refused)
  })

  it('is closed to a user who was deleted, even if another has the name', async ({
    world,
    ada,
    send,
  }) => {
    await subscribe(world, ada)
    const token = world.token(ada)
    world.cognito.drop(ada.username)
    world.resetCalls()

    expect(await send(route, token)).toEqual({ status: 401, code: 'unauthenticated' })
    world.cognito.put({ ...ada, userId: 'sub-mallory' })
    expect(await send(route, token)).toEqual({ status: 401, code: 'unauthenticated' })
    expect(world.calls).toEqual([...refused, ...refused])
  })

  it('is closed while Cognito does not answer', async ({ world, ada, send }) => {
    const token = world.token(ada)
    world.intercept(async (name, answer) => {
      if (name === 'people.find') throw new Outage('Cognito is away')
      return answer()
    })

    expect(await send(route, token)).toEqual({ status: 503, code: 'unavailable' })
    expect(world.calls).toEqual(asked)
  })

  it('is open to the user again who was enabled', async ({ world, ada, send }) => {
    world.cognito.setEnabled(ada.username, false)
    world.cognito.setEnabled(ada.username, true)

    const { code } = await send(route, world.token(ada))

    expect(['account_disabled', 'unauthenticated', 'unavailable']).not.toContain(code)
  })
})

describe.each(staffRoutes)('%s', (_, route) => {
  it('lets staff in, which is the control', async ({ world, ada, send }) => {
    const { status } = await send(route, world.tokenIn(ada, 'admins'))

    // An example names an event that no one delivered.
    expect([200, 404]).toContain(status)
  })

  it('is closed at once to staff who were taken out of the group', async ({ world, ada, send }) => {
    const token = world.tokenIn(ada, 'admins')
    await world.cognito.remove(ada.username, 'admins')

    expect(await send(route, token)).toEqual({ status: 403, code: 'forbidden' })
  })

  it('is closed at once to staff who were demoted below it', async ({ world, ada, send }) => {
    const token = world.tokenIn(ada, 'admins')
    await world.cognito.remove(ada.username, 'admins')
    await world.cognito.add(ada.username, 'pro')

    expect(await send(route, token)).toEqual({ status: 403, code: 'forbidden' })
  })

  it('is closed at once to staff who were disabled', async ({ world, ada, send }) => {
    const token = world.tokenIn(ada, 'admins')
    world.cognito.setEnabled(ada.username, false)

    expect(await send(route, token)).toEqual({ status: 403, code: 'forbidden' })
  })

  it('is closed at once to staff who signed out everywhere', async ({ world, ada, send }) => {
    const token = world.tokenIn(ada, 'admins')
    world.cognito.signOutEverywhere(ada.username)

    expect(await send(route, token)).toEqual({ status: 403, code: 'forbidden' })
  })

  it('is closed to a deleted member of staff, even if another has the name and the group', async ({
    world,
    ada,
    send,
  }) => {
    const token = world.tokenIn(ada, 'admins')
    world.cognito.drop(ada.username)
    expect(await send(route, token)).toEqual({ status: 403, code: 'forbidden' })

    world.cognito.put({ ...ada, userId: 'sub-mallory' })
    world.cognito.enroll(ada.username, ['admins'])

    expect(await send(route, token)).toEqual({ status: 403, code: 'forbidden' })
  })

  it.for(['people.find', 'groups.of', 'sessions.isRevoked'])(
    'is closed while Cognito does not answer: %s',
    async (call, { world, ada, send }) => {
      const token = world.tokenIn(ada, 'admins')
      world.intercept(async (name, answer) => {
        if (name === call) throw new Outage('Cognito is away')
        return answer()
      })

      expect(await send(route, token)).toEqual({ status: 503, code: 'unavailable' })
    },
  )
})
