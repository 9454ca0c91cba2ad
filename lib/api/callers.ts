import { createHash, timingSafeEqual } from 'node:crypto'
import type { Token } from '@/lib/auth/token'
import type { ServiceKey, Settings } from '@/lib/env'
import { AppError, type ErrorCode } from '@/lib/errors'
import {
  confirmStaff,
  requireStaff,
  type StaffRole,
  type StaffServices,
} from './admin/require-staff'
import { confirmUser, type UserServices } from './live-callers'

/**
 * The callers that a route allows. `admit` returns the caller, or throws. It runs before any other
 * part of the request is read, and calls no backend.
 */
export type Caller<Services = never, Found = unknown> = {
  kind: 'anyone' | 'user' | 'staff' | 'service' | 'scheduler' | 'stripe'
  /** For the documentation: "Anyone". */
  words: string
  admit: (services: Services, request: Request) => Promise<Found> | Found
  /**
   * Asks Cognito whether the caller may still do this, or throws. It runs once the request is
   * counted against the route's limit, so that a flood of requests costs no calls.
   */
  confirm?(services: Services, request: Request, found: Found): Promise<Found>
  errors: readonly ErrorCode[]
  /** Further ones, of methods that change something. */
  errorsOfWrites: readonly ErrorCode[]
}

export const anyone: Caller<unknown, null> = {
  kind: 'anyone',
  words: 'Anyone',
  admit: () => null,
  errors: [],
  errorsOfWrites: [],
}

export const user: Caller<UserServices, Token> = {
  kind: 'user',
  words: 'A signed-in user',
  admit: ({ users }, request) => users.require(request),
  confirm: confirmUser,
  // A limit holds for whatever calls Stripe or Cognito: see `currentAccount`.
  errors: ['unauthenticated', 'too_many_requests'],
  errorsOfWrites: ['foreign_origin', 'account_disabled'],
}

/** A role includes those above it. What the caller pays for never counts here. */
export const staff = (role: StaffRole): Caller<StaffServices, Token> => ({
  kind: 'staff',
  words: `Staff: the group \`${role}\` or above`,
  admit: (services, request) => requireStaff(services, request, role),
  confirm: (services, request, token) => confirmStaff(services, request, token, role),
  errors: ['unauthenticated', 'forbidden'],
  errorsOfWrites: ['foreign_origin'],
})

export const scheduler: Caller<{ settings: Pick<Settings, 'CRON_SECRET'> }, null> = {
  kind: 'scheduler',
  words: 'The scheduler, with `CRON_SECRET` as its Bearer token',
  admit({ settings }, request) {
    if (isBearer(request, settings.CRON_SECRET)) return null
    throw new AppError('unauthenticated', 'Send the CRON_SECRET as a Bearer token.')
  },
  errors: ['unauthenticated'],
  errorsOfWrites: [],
}

/** A service of ours, such as an API that counts its calls. Neither a user's token nor staff's counts. */
export const service: Caller<{ settings: Pick<Settings, 'SERVICE_KEYS'> }, ServiceKey> = {
  kind: 'service',
  words: 'A service, with a secret of `SERVICE_KEYS` as its Bearer token',
  admit({ settings }, request) {
    // Each is compared, so that the time says nothing about which one matched.
    const [key] = settings.SERVICE_KEYS.filter(({ secret }) => isBearer(request, secret))
    if (key) return key
    throw new AppError(
      'unauthenticated',
      'Send a secret of SERVICE_KEYS as a Bearer token. Users can read their usage, not record it.',
    )
  },
  errors: ['unauthenticated'],
  errorsOfWrites: [],
}

/** Known by the signature of the body, so the handler checks it once the body is read. */
export const stripe: Caller<unknown, null> = {
  kind: 'stripe',
  words: 'Stripe, by the signature in `stripe-signature`',
  admit: () => null,
  errors: ['invalid_signature'],
  errorsOfWrites: [],
}

/**
 * Compares hashes: they are equal in length, so the comparison takes as long whatever was sent.
 * Without a secret nothing matches.
 */
function isBearer(request: Request, secret: string | undefined): boolean {
  const given = request.headers.get('authorization') ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return secret !== undefined && timingSafeEqual(digest(given), digest(`Bearer ${secret}`))
}
