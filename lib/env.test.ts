import { describe, expect, it } from 'vitest'
import { readEnv } from './env'

const sound = {
  APP_URL: 'https://app.example.com/',
  STRIPE_SECRET_KEY: 'sk_live_123',
  STRIPE_WEBHOOK_SECRET: 'whsec_abc',
  COGNITO_USER_POOL_ID: 'eu-west-1_abc',
  COGNITO_CLIENT_ID: 'client-1',
  AWS_REGION: 'eu-west-1',
  BILLING_TABLE: 'tollgate',
}
const local = {
  ...sound,
  APP_URL: 'http://localhost:3000',
  STRIPE_SECRET_KEY: 'sk_test_123',
  LOCAL_STACK: '1',
}
type Env = Record<string, string | undefined>

/** The errors that were reported: the lines after the first. */
function errorsOf(env: Env): string[] {
  try {
    readEnv(env)
    return []
  } catch (error) {
    return String(error)
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
}

describe('the environment', () => {
  it('is read, with defaults for the rest', () => {
    expect(readEnv(sound)).toEqual({
      ...sound,
      APP_URL: 'https://app.example.com',
      STRIPE_WEBHOOK_SECRET: ['whsec_abc'],
      CATALOG: 'saas',
      GROUP_PREFIX: '',
      ACCESS_TOKEN_MAX_MINUTES: 60,
      STRIPE_PRICES: {},
      LOCAL_STACK: false,
      DYNAMODB_FAST_PATH: false,
      SESSION_DAYS: 30,
      SERVICE_KEYS: [],
      CORS_ORIGINS: [],
      TRUSTED_PROXIES: 0,
      RATE_LIMIT_PER_USER: 60,
      RATE_LIMIT_PER_ADDRESS: 300,
      RATE_LIMIT_CODES: 10,
      LOG_LEVEL: 'info',
    })
  })

  it('reads the keys of services, and the meters that each may record', () => {
    const secret = 'a'.repeat(32)
    const keys = `api:${secret}, ai-2:${secret}b:storage|backups`

    expect(readEnv({ ...sound, SERVICE_KEYS: keys }).SERVICE_KEYS).toEqual([
      { name: 'api', secret, meters: null },
      { name: 'ai-2', secret: `${secret}b`, meters: ['storage', 'backups'] },
    ])
  })

  it('reports everything that is missing at once', () => {
    expect(errorsOf({})).toEqual(Object.keys(sound).map((name) => `${name}: is missing`))
  })

  it.each(Object.keys(sound))('refuses an empty %s', (name) => {
    expect(errorsOf({ ...sound, [name]: '' })).toEqual([`${name}: is empty`])
    expect(errorsOf({ ...sound, [name]: '  ' })).toEqual([`${name}: is empty`])
  })

  it.each([
    'CATALOG',
    'GROUP_PREFIX',
    'STRIPE_API_BASE',
    'STRIPE_PRICES',
    'COGNITO_ENDPOINT',
    'DYNAMODB_ENDPOINT',
    'TRIAL_DAYS',
    'GRACE_DAYS',
    'STRIPE_PUBLISHABLE_KEY',
    'TRIAL_KEY',
    'CRON_SECRET',
    'SERVICE_KEYS',
    'SESSION_DAYS',
    'CORS_ORIGINS',
    'TRUSTED_PROXIES',
    'RATE_LIMIT_PER_USER',
    'RATE_LIMIT_PER_ADDRESS',
    'RATE_LIMIT_CODES',
    'MAIL_FROM',
    'MAILBOX_URL',
    'DYNAMODB_FAST_PATH',
    'LOCAL_STACK',
    'LOG_LEVEL',
  ])('treats an empty %s as unset', (name) => {
    expect(readEnv({ ...sound, [name]: '' })).toEqual(readEnv(sound))
    expect(readEnv({ ...sound, [name]: ' ' })).toEqual(readEnv(sound))
  })

  it.each([
    ['APP_URL', 'app.example.com'],
    ['APP_URL', 'javascript:alert(1)'],
    ['APP_URL', 'http://app.example.com'],
    ['APP_URL', 'http://localhost.evil.example'],
    ['STRIPE_SECRET_KEY', 'pk_live_123'],
    ['STRIPE_SECRET_KEY', 'sk_live_'],
    ['STRIPE_PUBLISHABLE_KEY', 'sk_live_123'],
    ['STRIPE_PUBLISHABLE_KEY', 'pk_live_'],
    ['TRIAL_DAYS', 'soon'],
    ['TRIAL_DAYS', '-1'],
    ['TRIAL_DAYS', '1.5'],
    ['GRACE_DAYS', 'Infinity'],
    ['GRACE_DAYS', '731'],
    ['CRON_SECRET', 'short'],
    ['SERVICE_KEYS', 'a'.repeat(32)],
    ['SERVICE_KEYS', `api:${'a'.repeat(31)}`],
    ['SERVICE_KEYS', `API:${'a'.repeat(32)}`],
    ['SERVICE_KEYS', `api:${'a'.repeat(32)}:`],
    ['SERVICE_KEYS', `api:${'a'.repeat(32)}, ai:short`],
    ['SESSION_DAYS', '0'],
    ['SESSION_DAYS', '366'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://*.example.com'],
    ['CORS_ORIGINS', 'www.example.com'],
    ['CORS_ORIGINS', 'https://www.example.com/'],
    ['CORS_ORIGINS', 'https://www.example.com/page'],
    ['CORS_ORIGINS', 'https://WWW.example.com'],
    ['CORS_ORIGINS', 'https://www.example.com:443'],
    ['CORS_ORIGINS', 'http://www.example.com'],
    ['CORS_ORIGINS', 'https://www.example.com, file://'],
    ['RATE_LIMIT_PER_USER', '0'],
    ['RATE_LIMIT_PER_ADDRESS', 'none'],
    ['RATE_LIMIT_CODES', '1.5'],
    ['TRUSTED_PROXIES', '-1'],
    ['TRUSTED_PROXIES', 'true'],
    ['LOCAL_STACK', 'true'],
    ['LOCAL_STACK', 'no'],
    ['DYNAMODB_FAST_PATH', 'true'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s', (name, value) => {
    const lines = errorsOf({ ...sound, [name]: value })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(new RegExp(`^${name}: \\S+`))
    expect(lines[0]).not.toMatch(/is missing|is empty/)
  })

  it('never repeats a secret in its error', () => {
    const secret = 'hunter2'
    const wrong = Object.fromEntries(Object.keys(sound).map((name) => [name, `${secret} ${name}`]))
    expect(() => readEnv({ ...wrong, CRON_SECRET: secret })).toThrow(/CRON_SECRET/)
    expect(errorsOf({ ...wrong, CRON_SECRET: secret }).join()).not.toContain(secret)
  })

  it('ignores other variables, whatever their names', () => {
    expect(readEnv({ ...sound, constructor: '', toString: '', HOME: '/root' })).toEqual(
      readEnv(sound),
    )
  })

  it('accepts days as whole numbers, including zero', () => {
    expect(readEnv({ ...sound, TRIAL_DAYS: '0', GRACE_DAYS: '7' })).toMatchObject({
      TRIAL_DAYS: 0,
      GRACE_DAYS: 7,
    })
  })
})

describe('a publishable key', () => {
  it('has the same mode as the secret key', () => {
    expect(errorsOf({ ...sound, STRIPE_PUBLISHABLE_KEY: 'pk_live_1' })).toEqual([])
    expect(errorsOf({ ...sound, STRIPE_PUBLISHABLE_KEY: 'pk_test_1' })).toEqual([
      'STRIPE_PUBLISHABLE_KEY: is for the other mode: STRIPE_SECRET_KEY is a live key',
    ])
    expect(
      errorsOf({
        ...sound,
        STRIPE_SECRET_KEY: 'rk_test_1',
        STRIPE_PUBLISHABLE_KEY: 'pk_live_1',
      }),
    ).toEqual(['STRIPE_PUBLISHABLE_KEY: is for the other mode: STRIPE_SECRET_KEY is a test key'])
  })
})

describe('webhook secrets', () => {
  const secrets = (value: string) => ({ ...sound, STRIPE_WEBHOOK_SECRET: value })

  it.each(['whsec_a,whsec_b', 'whsec_a, whsec_b', ' whsec_a\nwhsec_b ', 'whsec_a,,whsec_b,'])(
    'may be several, so that one can be rotated: %j',
    (value) => {
      expect(readEnv(secrets(value)).STRIPE_WEBHOOK_SECRET).toEqual(['whsec_a', 'whsec_b'])
    },
  )

  it.each([',', ' , ', 'whsec_', 'whsec_a,whsec_', 'secret', 'whsec_a,secret', 'undefined'])(
    'refuse to start with %j',
    (value) => {
      expect(errorsOf(secrets(value)).join()).toMatch(
        /^STRIPE_WEBHOOK_SECRET[.\d]*: expected whsec_…/,
      )
    },
  )
})

describe('the local stack', () => {
  const endpoints = {
    STRIPE_API_BASE: 'http://127.0.0.1:12111',
    COGNITO_ENDPOINT: 'http://localhost:9229',
    DYNAMODB_ENDPOINT: 'http://localhost:8000',
    MAILBOX_URL: 'http://localhost:8025',
  }

  it('is used when enabled', () => {
    expect(readEnv({ ...local, ...endpoints })).toMatchObject({ ...endpoints, LOCAL_STACK: true })
  })

  it('accepts only URLs', () => {
    expect(errorsOf({ ...local, STRIPE_API_BASE: 'localhost' })).toEqual([
      'STRIPE_API_BASE: Invalid URL',
    ])
  })

  it('is refused with a live key', () => {
    for (const key of ['sk_live_123', 'rk_live_123']) {
      expect(errorsOf({ ...local, STRIPE_SECRET_KEY: key })).toEqual([
        'STRIPE_SECRET_KEY: is a live key, which can’t be used with LOCAL_STACK=1',
      ])
    }
  })

  it.each(['0', '', undefined])('is refused without LOCAL_STACK=1 (%j)', (asked) => {
    expect(errorsOf({ ...sound, ...endpoints, LOCAL_STACK: asked })).toEqual(
      Object.keys(endpoints).map(
        (name) => `${name}: is for a local stack only: set LOCAL_STACK=1, or remove it`,
      ),
    )
  })
})

describe('mapped prices', () => {
  it('are pairs of a price and a plan', () => {
    const STRIPE_PRICES = 'price_1=pro, price_2=starter\nprice_3=my-plan'
    expect(readEnv({ ...sound, STRIPE_PRICES }).STRIPE_PRICES).toEqual({
      price_1: 'pro',
      price_2: 'starter',
      price_3: 'my-plan',
    })
  })

  it.each([
    'price_1',
    'price_1=',
    '=pro',
    'pro=price_1',
    '__proto__=pro',
    'price_1=Pro',
    'price_1:pro',
  ])('are refused as %j', (STRIPE_PRICES) => {
    expect(errorsOf({ ...sound, STRIPE_PRICES }).join()).toContain('expected price_123=plan')
  })
})
