import type { Token } from './token'

/** Finds out who is asking. */
export type Users = {
  /** From `Authorization: Bearer` or the session cookie. Throws `unauthenticated`. */
  require(request: Request): Promise<Token>
  /** The same, or `null` for a visitor. */
  find(request: Request): Promise<Token | null>
}
