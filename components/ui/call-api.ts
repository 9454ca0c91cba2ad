/**
 * Calls our API from a browser. An expired token is refreshed once; if that fails, the user signs
 * in.
 */
export type CallResult =
  | { kind: 'done'; body: unknown }
  /**
   * `url` is a page to pay on, if paying resolves it. `capUrl` is where the user changes their own
   * spending cap, if that stops it.
   */
  | { kind: 'refused'; code: string; message: string; url?: string; capUrl?: string }
  /** The browser is leaving for the sign-in page: there is nothing more to show. */
  | { kind: 'leaving' }

export type Browser = {
  fetch: typeof fetch
  /** Gets a new access token into the cookies; `false` if the user must sign in again. */
  refresh(): Promise<boolean>
  signIn(): void
}

export async function postJson(path: string, body: unknown, browser = here): Promise<CallResult> {
  const send = () =>
    browser.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
  try {
    let response = await send()
    if (response.status === 401 && (await browser.refresh())) response = await send()
    if (response.status === 401) {
      browser.signIn()
      return { kind: 'leaving' }
    }
    const answer: unknown = await response.json()
    return response.ok ? { kind: 'done', body: answer } : refusal(answer)
  } catch {
    return { kind: 'refused', code: 'unreachable', message: unreachable }
  }
}

/**
 * Reads from our API in the background. `null` if there is no answer now, `signed_out` if the user
 * must sign in again. It never leaves the page.
 */
export async function getJson(
  path: string,
  browser: Pick<Browser, 'fetch' | 'refresh'> = here,
): Promise<{ body: unknown } | 'signed_out' | null> {
  const ask = () =>
    browser.fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(timeoutMs) })
  try {
    let response = await ask()
    if (response.status === 401 && (await browser.refresh())) response = await ask()
    if (response.status === 401) return 'signed_out'
    return response.ok ? { body: await response.json() } : null
  } catch {
    return null
  }
}

/** Our handlers answer within 6 seconds, so the rest is the connection's. */
const timeoutMs = 20_000

const here: Browser = {
  fetch: (...args) => fetch(...args),
  async refresh() {
    const { refreshToken } = await import('./browser-session')
    return (await refreshToken()) !== null
  },
  signIn() {
    const next = `${location.pathname}${location.search}`
    location.assign(`/signin?next=${encodeURIComponent(next)}`)
  },
}

const unreachable = 'We couldn’t connect. Check your internet connection and try again.'

function refusal(answer: unknown): CallResult {
  const error = field(answer, 'error')
  const code = field(error, 'code')
  const message = field(error, 'message')
  const url = field(error, 'url')
  const capUrl = field(error, 'capUrl')
  return {
    kind: 'refused',
    code: typeof code === 'string' ? code : 'internal',
    message:
      typeof message === 'string'
        ? withoutField(message)
        : 'Something went wrong. Try again in a moment.',
    ...(typeof url === 'string' && { url }),
    ...(typeof capUrl === 'string' && { capUrl }),
  }
}

/**
 * A field of a value of unknown type; `undefined` if it has none. The cast is safe: values stay
 * `unknown`.
 */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

/**
 * Strips the field name of `promotionCode: this code …`: it is meant for developers, not for the
 * user.
 */
const withoutField = (message: string) =>
  message.replace(/^[a-z][a-zA-Z]*: (.)/, (_, first: string) => first.toUpperCase())
