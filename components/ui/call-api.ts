/** Calls our API from a browser. A token that ran out is renewed once, unseen; then it is sign-in. */
export type Answer =
  | { kind: 'done'; body: unknown }
  /** `url` leads to where it can be mended: a page to pay on. */
  | { kind: 'refused'; code: string; message: string; url?: string }
  /** On the way to the sign-in page: nothing more to show. */
  | { kind: 'leaving' }

export type Browser = {
  fetch: typeof fetch
  /** A new access token into the cookies; `false` if the person must sign in again. */
  refresh(): Promise<boolean>
  signIn(): void
}

export async function postJson(path: string, body: unknown, browser = here): Promise<Answer> {
  const send = () =>
    browser.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
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
    return { kind: 'refused', code: 'unreachable', message: lost }
  }
}

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

const lost = 'We couldn’t connect. Check your internet connection and try again.'

function refusal(answer: unknown): Answer {
  const error = field(answer, 'error')
  const code = field(error, 'code')
  const message = field(error, 'message')
  const url = field(error, 'url')
  return {
    kind: 'refused',
    code: typeof code === 'string' ? code : 'internal',
    message:
      typeof message === 'string'
        ? withoutField(message)
        : 'Something went wrong. Try again in a moment.',
    ...(typeof url === 'string' && { url }),
  }
}

/** A named field of something that may be anything. An object may be asked for any; what it has stays `unknown`. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

/** `promotionCode: this code …`: the name is for who wrote the request, not for who filled in the form. */
const withoutField = (message: string) =>
  message.replace(/^[a-z][a-zA-Z]*: (.)/, (_, first: string) => first.toUpperCase())
