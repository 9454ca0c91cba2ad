import { describe, expect, it } from 'vitest'
import { entitlements } from '@/lib/api/gates/entitlements'
import { entitled, pro } from '@/testing/facts'
import { apiRequest } from '@/testing/shop'
import { createWorld } from '@/testing/world'
import { fetchEntitlements, readEntitlements } from './fetch-entitlements'

const good = { ...entitled(pro()), version: 3, userId: 'someone', sources: [] }

describe('reading an answer', () => {
  it('takes what the endpoint sends', async () => {
    const world = await createWorld()
    const as = world.addUser('ada')
    const response = await entitlements(world.services)(
      apiRequest(world, '/api/entitlements', { as }),
    )

    expect(readEntitlements(await response.json())).toEqual({
      entitlements: entitled(),
      version: 1,
      taken: { api_calls: 0, storage: 0, backups: 0, sources: 0 },
    })
    await world.close()
  })

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a string', 'pro'],
    ['an error', { error: { code: 'internal' } }],
    ['one without a version', { ...good, version: undefined }],
    ['one without a plan', { ...good, plan: undefined }],
    ['features in one string, which contains their names', { ...good, features: 'analytics' }],
    ['features that aren’t strings', { ...good, features: [1] }],
    ['permissions that are an object', { ...good, permissions: {} }],
    ['limits that aren’t limits', { ...good, limits: { storage: 5 } }],
    ['a limit without an amount', { ...good, limits: { storage: {} } }],
    ['an overage that is a string', { ...good, limits: { s: { included: 1, overageCents: '1' } } }],
    ['a staff group that is true', { ...good, staff: true }],
  ])('grants nothing for %s', (_, body) => {
    expect(readEntitlements(body)).toBeNull()
  })
})

it('adds what is reserved to what was used, and leaves out counts that it can’t read', () => {
  const usage = { a: { used: 3, reserved: 2 }, b: { used: '3', reserved: 0 }, c: null }

  expect(readEntitlements({ ...good, usage })?.taken).toEqual({ a: 5 })
  expect(readEntitlements({ ...good, usage: 'none' })?.taken).toEqual({})
})

describe('fetching', () => {
  const answers = (...responses: (Response | Error)[]) => {
    const browser = {
      refreshed: 0,
      async fetch() {
        const next = responses.shift()
        if (!next || next instanceof Error) throw next ?? new Error('One request too many')
        return next
      },
      async refresh() {
        browser.refreshed++
        return true
      },
    }
    return browser
  }
  const known = { entitlements: entitled(pro()), version: 3, taken: {} }
  const said = (status: number) => new Response('{}', { status })

  it('refreshes an expired token', async () => {
    const browser = answers(said(401), Response.json(good))

    expect(await fetchEntitlements(browser)).toEqual(known)
    expect(browser.refreshed).toBe(1)
  })

  it('is null once the session has ended', async () => {
    expect(await fetchEntitlements(answers(said(401), said(401)))).toBeNull()
    const signedOut = { ...answers(said(401)), refresh: async () => false }
    expect(await fetchEntitlements(signedOut)).toBeNull()
  })

  it('tells an outage from an answer', async () => {
    expect(await fetchEntitlements(answers(said(503)))).toBe('unreachable')
    expect(await fetchEntitlements(answers(new TypeError('Failed to fetch')))).toBe('unreachable')
    expect(await fetchEntitlements(answers(new Response('<html>')))).toBe('unreachable')
  })
})
