import { AppError } from '@/lib/errors'
import { sessionToken } from './cookies'
import type { Token, Tokens } from './token'

/** Finds out who is asking. */
export type Users = {
  /** From `Authorization: Bearer`, else the session cookie; `null` for a visitor. */
  find(request: Request): Promise<Token | null>
  /** The same; throws `unauthenticated`, or `foreign_origin` for a write another site started. */
  require(request: Request): Promise<Token>
}

export function users(tokens: Tokens, site: { appUrl: string; clientId: string }): Users {
  const find = async (request: Request) => {
    const bearer = bearerOf(request)
    // A request that brings a token is judged by that one: no falling back to the cookie.
    if (bearer !== null) return tokens.verify(bearer)
    const cookie = sessionToken(request.headers.get('cookie'), site.clientId)
    return cookie ? tokens.verify(cookie) : null
  }
  return {
    find,
    async require(request) {
      const token = await find(request)
      if (!token) throw new AppError('unauthenticated', 'Sign in first.')
      if (bearerOf(request) === null) refuseForeignWrite(request, site.appUrl)
      return token
    },
  }
}

/**
 * `''` for a Bearer that can't be a token. Other schemes are not ours: hosts protect a preview with
 * Basic, and the browser then sends that with everything.
 */
function bearerOf(request: Request): string | null {
  const header = request.headers.get('authorization')
  if (header === null || !/^bearer\b/i.test(header)) return null
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''
}

/** A browser sends the cookie wherever a form comes from; only `Origin` tells. So none, no write. */
function refuseForeignWrite(request: Request, appUrl: string): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  if (request.headers.get('origin') === appUrl) return
  throw new AppError('foreign_origin', `Send this from ${appUrl}, or with a Bearer token.`)
}
