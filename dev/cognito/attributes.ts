import { CognitoError } from 'cognito-local/lib/errors.js'
import type { CognitoCall } from './request'

/**
 * Attributes that Cognito lets no app client write. Cognito or an administrator sets them, except
 * `sub`, which never changes.
 */
const readOnly = new Set(['sub', 'email_verified', 'phone_number_verified'])

/** cognito-local would accept them, and then a user could take another user's identity. */
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
