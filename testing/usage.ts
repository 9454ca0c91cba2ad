import { createApp } from './api/app'
import { serviceSecret, type World } from './world'

/** What a request to `/api/usage` answers, as it is on the wire. */
export type UsageAnswer = { status: number; body: UsageBody }
type UsageBody = Record<string, unknown> & { results?: Record<string, unknown>[] }

/** The calls of a service, and of users, to `/api/usage`, answered by the real handlers. */
export function usageOf(world: World, secret = serviceSecret) {
  const app = createApp(world.services)
  const send = async (path: string, token: string, body?: unknown): Promise<UsageAnswer> => {
    const response = await app(
      new Request(`https://app.test/api/usage${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )
    return { status: response.status, body: await response.json() }
  }
  return {
    record: (body: unknown) => send('', secret, body),
    /** The outcome of each entry in short: `recorded`, or why it was refused. */
    async outcomes(body: unknown): Promise<unknown[]> {
      const { results = [] } = (await send('', secret, body)).body
      return results.map(({ outcome, code }) => code ?? outcome)
    },
    reserve: (body: unknown) => send('/reserve', secret, body),
    commit: (id: string, body: unknown) => send(`/${id}/commit`, secret, body),
    release: (id: string, body: unknown) => send(`/${id}/release`, secret, body),
    /** Reads as a user. */
    read: (token: string, path = '') => send(path, token),
    post: (token: string, path: string, body: unknown) => send(path, token, body),
  }
}
