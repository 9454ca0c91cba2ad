import { AppError } from '@/lib/errors'
import { sessionToken } from './cookies'
import type { Token, Tokens } from './token'

/** Says which user sends a request. */
export type Users = {
  /** By `Authorization: Bearer`, else by the session cookie; `null` without a valid token. */
  find(request: Request): Promise<Token | null>
  /**
   * The same, but throws `unauthenticated`, or `foreign_origin` for a write that another site
   * started.
   */
  require(request: Request): Promise<Token>
  /** The access token that the request carries, not verified. */
  accessToken(request: Request): string | null
}

export function users(
  tokens: Pick<Tokens, 'verify'>,
  site: { appUrl: string; clientId: string },
): Users {
  // A bad Bearer token is not replaced by the cookie.
  const accessToken = (request: Request) =>
    bearerOf(request) ?? sessionToken(request.headers.get('cookie'), site.clientId)
  const find = async (request: Request) => {
    const jwt = accessToken(request)
    return jwt === null ? null : tokens.verify(jwt)
  }
  return {
    find,
    accessToken,
    async require(request) {
      const token = await find(request)
      if (!token) throw new AppError('unauthenticated', 'Sign in first.')
      if (bearerOf(request) === null) refuseForeignWrite(request, site.appUrl)
      return token
    },
  }
}

/**
 * The Bearer token; `''` if it can't be one, `null` without one. Other schemes are ignored: a host
 * may protect a preview with Basic, and the browser then sends that with every request.
 */
function bearerOf(request: Request): string | null {
  const header = request.headers.get('authorization')
  if (header === null || !/^bearer\b/i.test(header)) return null
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''
}

/** A browser sends the cookie with another site's form too, so a write needs our own `Origin`. */
function refuseForeignWrite(request: Request, appUrl: string): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  if (request.headers.get('origin') === appUrl) return
  throw new AppError('foreign_origin', `Send this from ${appUrl}, or with a Bearer token.`)
}
