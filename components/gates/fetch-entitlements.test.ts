import { describe, expect, it } from 'vitest'
import { entitlements } from '@/lib/api/gates/entitlements'
import { entitled, pro } from '@/testing/facts'
import { asking } from '@/testing/shop'
import { createWorld } from '@/testing/world'
import { askEntitlements, readEntitlements } from './fetch-entitlements'

const good = { ...entitled(pro()), version: 3, userId: 'someone', sources: [] }

describe('an answer about a person', () => {
  it('is what the endpoint sends', async () => {
    const world = await createWorld()
    const as = world.enrol('ada')
    const response = await entitlements(world.services)(asking(world, '/api/entitlements', { as }))

    expect(readEntitlements(await response.json())).toEqual({
      entitlements: entitled(),
      version: 1,
    })
    await world.close()
  })

  it.each<[string, unknown]>([
    ['nothing', null],
    ['words', 'pro'],
    ['an error', { error: { code: 'internal' } }],
    ['one without a version', { ...good, version: undefined }],
    ['one without a plan', { ...good, plan: undefined }],
    ['features that are one string, in which others hide', { ...good, features: 'analytics' }],
    ['features that are no words', { ...good, features: [1] }],
    ['permissions that are an object', { ...good, permissions: {} }],
    ['limits that are none', { ...good, limits: { storage: 5 } }],
    ['a limit without an end', { ...good, limits: { storage: {} } }],
    ['an overage that is a word', { ...good, limits: { s: { included: 1, overageCents: '1' } } }],
    ['a staff group that is true', { ...good, staff: true }],
  ])('opens nothing if it is %s', (_, body) => {
    expect(readEntitlements(body)).toBeNull()
  })
})

describe('asking for it', () => {
  const answers = (...responses: (Response | Error)[]) => {
    const browser = {
      refreshed: 0,
      async fetch() {
        const next = responses.shift()
        if (!next || next instanceof Error) throw next ?? new Error('Asked once too often')
        return next
      },
      async refresh() {
        browser.refreshed++
        return true
      },
    }
    return browser
  }
  const known = { entitlements: entitled(pro()), version: 3 }
  const said = (status: number) => new Response('{}', { status })

  it('renews a token that ran out, unseen', async () => {
    const browser = answers(said(401), Response.json(good))

    expect(await askEntitlements(browser)).toEqual(known)
    expect(browser.refreshed).toBe(1)
  })

  it('knows nothing of somebody whose session has ended', async () => {
    expect(await askEntitlements(answers(said(401), said(401)))).toBeNull()
    const signedOut = { ...answers(said(401)), refresh: async () => false }
    expect(await askEntitlements(signedOut)).toBeNull()
  })

  it('tells an outage from an answer', async () => {
    expect(await askEntitlements(answers(said(503)))).toBe('unreachable')
    expect(await askEntitlements(answers(new TypeError('Failed to fetch')))).toBe('unreachable')
    expect(await askEntitlements(answers(new Response('<html>')))).toBe('unreachable')
  })
})
