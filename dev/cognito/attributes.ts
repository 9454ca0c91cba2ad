import { CognitoError } from 'cognito-local/lib/errors.js'
import type { CognitoCall } from './request'

/**
 * No app client may be allowed to write these. Cognito itself sets them, or an administrator; only
 * `sub` is never set by anyone.
 */
const readOnly = new Set(['sub', 'email_verified', 'phone_number_verified'])

/** cognito-local would take them, and then a user could be whom they like. */
export function refuseReadOnlyAttributes(given: unknown): void {
  for (const attribute of Array.isArray(given) ? given : []) {
    if (readOnly.has(attribute?.Name)) {
      throw new CognitoError(
        'NotAuthorizedException',
        'A client attempted to write unauthorized attribute',
      )
    }
  }
}

export async function updateUserAttributes({ request, pass }: CognitoCall) {
  refuseReadOnlyAttributes(request.UserAttributes)
  return pass('UpdateUserAttributes')
}
