import { describe, expect, it } from 'vitest'
import { createServices } from './services'

const env = {
  APP_URL: 'https://app.example.com',
  STRIPE_SECRET_KEY: 'sk_test_123',
  STRIPE_WEBHOOK_SECRET: 'whsec_abc',
  COGNITO_USER_POOL_ID: 'eu-west-1_abc',
  COGNITO_CLIENT_ID: 'client-1',
  AWS_REGION: 'eu-west-1',
  BILLING_TABLE: 'tollgate',
}

describe('the services', () => {
  it('read no environment until they are used', () => {
    expect(() => createServices({})).not.toThrow()
    expect(() => createServices({}).catalog).toThrow('STRIPE_SECRET_KEY: is missing')
  })

  it('list the known catalogs if CATALOG names another', () => {
    expect(() => createServices({ ...env, CATALOG: 'bazaar' }).catalog).toThrow(
      'CATALOG: name one of',
    )
    expect(() => createServices({ ...env, CATALOG: '__proto__' }).catalog).toThrow('CATALOG')
  })

  it('refuse a price mapped to an unknown plan, which would silently grant nothing', () => {
    const STRIPE_PRICES = 'price_1=pro price_2=porcelain'
    expect(() => createServices({ ...env, STRIPE_PRICES }).catalog).toThrow(
      'STRIPE_PRICES: price_2 names "porcelain"',
    )
  })

  it.each([
    ['the catalog’s', { CATALOG: 'trial' }, 'Member'],
    ['that of TRIAL_DAYS', { TRIAL_DAYS: '7' }, 'Starter'],
  ])('ask for TRIAL_KEY if there is a trial: %s', (_, chosen, plan) => {
    expect(() => createServices({ ...env, ...chosen }).trials).toThrow(
      `Set TRIAL_KEY to a long random string, for example from "openssl rand -hex 32": ${plan}`,
    )
    expect(createServices({ ...env, ...chosen, TRIAL_KEY: 'secret' }).trials).toBeDefined()
  })

  it('ask for no TRIAL_KEY without a trial', () => {
    expect(createServices(env).trials).toBeDefined()
    expect(createServices({ ...env, CATALOG: 'trial', TRIAL_DAYS: '0' }).trials).toBeDefined()
  })

  it('keep a failed payment working for GRACE_DAYS instead of the catalog’s days', () => {
    expect(createServices({ ...env, GRACE_DAYS: '3' }).catalog.graceDays).toBe(3)
    expect(createServices(env).catalog.graceDays).toBe(14)
  })
})
