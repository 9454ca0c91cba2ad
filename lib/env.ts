import { z } from 'zod'

/** The environment variables, parsed once at the start. `.env.example` explains each. */
export type Settings = z.output<typeof Environment>

const text = z.string().trim().min(1)
const list = text.transform((value) => value.split(/[\s,]+/).filter(Boolean))
const flag = z
  .enum(['0', '1', ''])
  .default('0')
  .transform((value) => value === '1')
const days = z.coerce.number().int().min(0).max(730)
const perMinute = z.coerce.number().int().min(1)

const wantOrigin =
  'expected origins such as https://www.example.com, without a path; http: only on this machine'

/** Whether it is exactly what a browser sends as `Origin`. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.origin !== text || text.includes('*')) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text))
}

const wantSecret = 'expected whsec_…, several separated by commas'

const wantKeys =
  'expected name:secret, or name:secret:meter|meter, several separated by commas; a secret has 32 characters or more'

/** `name:secret`, optionally followed by the meters that the key may record. */
const serviceKey = /^[a-z][a-z0-9-]{0,63}:[^\s:,|]{32,}(:[^\s:,|]+(\|[^\s:,|]+)*)?$/

export type ServiceKey = { name: string; secret: string; meters: readonly string[] | null }

function readServiceKey(key: string): ServiceKey {
  const [name = '', secret = '', meters] = key.split(':')
  return { name, secret, meters: meters?.split('|') ?? null }
}

const Environment = z
  .object({
    APP_URL: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
    CATALOG: text.default('saas'),
    /** The kind of home page. By default, `developers` while the catalog’s brand is Tollgate. */
    HOME_PAGE: z.enum(['developers', 'shop']).optional(),
    GROUP_PREFIX: z
      .string()
      .trim()
      .regex(
        /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{0,64}$/u,
        'must not contain spaces: Cognito group names start with it',
      )
      .default(''),
    STRIPE_SECRET_KEY: text.regex(/^(sk|rk)_(test|live)_\S+$/, 'expected a key like sk_test_…'),
    // Stripe's SDK verifies nothing with an empty secret, so the app doesn't start without one.
    STRIPE_WEBHOOK_SECRET: list.pipe(
      z.array(text.regex(/^whsec_\S+$/, wantSecret)).min(1, wantSecret),
    ),
    STRIPE_API_BASE: z.url().optional(),
    /** Maps prices without a lookup key to plans: `price_123=pro price_456=starter`. */
    STRIPE_PRICES: z
      .string()
      .default('')
      .transform((value) => value.split(/[\s,]+/).filter(Boolean))
      .pipe(z.array(z.string().regex(/^price_\w+=[a-z][a-z0-9-]*$/, 'expected price_123=plan')))
      .transform((pairs) => Object.fromEntries(pairs.map((pair) => pair.split('='))))
      .pipe(z.record(z.string(), z.string())),
    COGNITO_USER_POOL_ID: text,
    COGNITO_CLIENT_ID: text,
    COGNITO_ENDPOINT: z.url().optional(),
    SESSION_DAYS: z.coerce.number().int().min(1).max(365).default(30),
    /** Access tokens that live longer are refused. By default Cognito's own default. */
    ACCESS_TOKEN_MAX_MINUTES: z.coerce.number().int().min(5).max(1_440).default(60),
    AWS_REGION: text,
    BILLING_TABLE: text,
    DYNAMODB_ENDPOINT: z.url().optional(),
    DYNAMODB_FAST_PATH: flag,
    TRIAL_DAYS: days.optional(),
    GRACE_DAYS: days.optional(),
    /** If set, users pay inside our own page. */
    STRIPE_PUBLISHABLE_KEY: text
      .regex(/^pk_(test|live)_\S+$/, 'expected a key like pk_test_…')
      .optional(),
    /** The key for hashing trial marks. */
    TRIAL_KEY: text.optional(),
    CRON_SECRET: text.min(16, 'expected at least 16 characters').optional(),
    /** The services that may record usage. */
    SERVICE_KEYS: z
      .string()
      .default('')
      .transform((value) => value.split(/[\s,]+/).filter(Boolean))
      .refine((keys) => keys.every((key) => serviceKey.test(key)), wantKeys)
      .transform((keys) => keys.map(readServiceKey)),
    /** The other websites whose pages may call the API, with a Bearer token. */
    CORS_ORIGINS: z
      .string()
      .default('')
      .transform((value) => value.split(/[\s,]+/).filter(Boolean))
      .refine((origins) => origins.every(isOrigin), wantOrigin),
    /** How many proxies in front of the app append to `x-forwarded-for`. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    RATE_LIMIT_PER_USER: perMinute.default(60),
    RATE_LIMIT_PER_ADDRESS: perMinute.default(300),
    RATE_LIMIT_CODES: perMinute.default(10),
    MAIL_FROM: text.optional(),
    MAILBOX_URL: z.url().optional(),
    /** The accounts that the sign-in page of a local stack offers: a JSON list. */
    DEMO_ACCOUNTS: z
      .string()
      .transform((value, context) => {
        try {
          return JSON.parse(value)
        } catch {
          context.addIssue('expected a list, in JSON')
          return z.NEVER
        }
      })
      .pipe(z.array(z.object({ email: text, password: text, note: text })))
      .optional(),
    LOCAL_STACK: flag,
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((env, context) => {
    const reject = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })

    for (const name of localOnly) {
      if (env[name] && !env.LOCAL_STACK) {
        reject(name, 'is for a local stack only: set LOCAL_STACK=1, or remove it')
      }
    }
    if (env.LOCAL_STACK && /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY)) {
      reject('STRIPE_SECRET_KEY', 'is a live key, which can’t be used with LOCAL_STACK=1')
    }
    const [mode, other] = /_live_/.test(env.STRIPE_SECRET_KEY) ? ['live', 'test'] : ['test', 'live']
    if (env.STRIPE_PUBLISHABLE_KEY?.startsWith(`pk_${other}_`)) {
      reject('STRIPE_PUBLISHABLE_KEY', `is for the other mode: STRIPE_SECRET_KEY is a ${mode} key`)
    }
    if (!env.LOCAL_STACK && env.APP_URL.startsWith('http:') && !isLoopback(env.APP_URL)) {
      reject('APP_URL', 'must be https: except on this machine')
    }
  })

const localOnly = [
  'STRIPE_API_BASE',
  'COGNITO_ENDPOINT',
  'DYNAMODB_ENDPOINT',
  'MAILBOX_URL',
  'DEMO_ACCOUNTS',
] as const

/** Parses the environment. Throws one error that lists every invalid variable and its fix. */
export function readEnv(env: Record<string, string | undefined>): Settings {
  // Hosting consoles can't always unset a variable, so an empty optional one counts as unset.
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value?.trim() !== '' || isRequired(name)),
  )
  const parsed = Environment.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.')}: ${wordsFor(issue.message, env[String(issue.path[0])])}`,
  )
  throw new Error(
    `Tollgate can't start. Fix these environment variables (.env.example explains each):\n${[...new Set(lines)].join('\n')}`,
  )
}

const isRequired = (name: string) => {
  const fields: Record<string, z.ZodType> = Environment.shape
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  return field !== undefined && !field.safeParse(undefined).success
}

/** Whether only this machine can reach the URL. */
export const isLoopback = (url: string): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname)

const wordsFor = (message: string, value: string | undefined) =>
  value === undefined ? 'is missing' : value.trim() === '' ? 'is empty' : message
