import type {
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
} from 'aws-lambda'
import { decideAccess } from '@/lib/billing/access/access'
import { type TokenClaims, tokenClaims } from '@/lib/billing/gates/token-claims'
import type { Account } from '@/lib/db/accounts/accounts'
import { type Services, services } from '@/lib/services'
import { changeEmail } from '@/lib/sync/change-email'
import { withTimeout } from '@/lib/with-timeout'

export type TokenEvent =
  | PreTokenGenerationTriggerEvent
  | PreTokenGenerationV2TriggerEvent
  | PreTokenGenerationV3TriggerEvent

/** Cognito times out after five seconds, which fails the sign-in. */
const timeoutMs = 3_000
const emailTimeoutMs = 1_000

/**
 * Sets the groups and a few claims of a token from the account's row. Cognito calls it at sign-in
 * and at each refresh. It reads the row once, and calls Stripe only if the user has a new email
 * address. If the read fails, the token keeps Cognito's groups, so it never fails a sign-in and
 * never delays one for long.
 */
export const handler = (event: TokenEvent) => preTokenGeneration(services)(event)

type Needed = Pick<Services, 'accounts' | 'customers' | 'rules' | 'now' | 'log'>

export const preTokenGeneration =
  (services: Needed, timeout = timeoutMs) =>
  async (event: TokenEvent): Promise<TokenEvent> => {
    // A client-credentials token: it has no user.
    if (event.triggerSource === 'TokenGeneration_ClientCredentials') return event
    try {
      const account = await withTimeout(rowOf(services, event), timeout)
      if (!account) return answer(event, null)
      await saveNewEmail(services, account, event)
      return answer(event, claimsFor(services, account, event))
    } catch (error) {
      logFailure(services, error, event.userName)
      return answer(event, null)
    }
  }

async function rowOf(services: Needed, { request }: TokenEvent): Promise<Account | null> {
  const { sub } = request.userAttributes
  if (!sub) throw new Error('The event names no sub')
  return services.accounts.get(sub)
}

function claimsFor(services: Needed, account: Account, { request }: TokenEvent): TokenClaims {
  const access = decideAccess(account.facts, services.rules, services.now())
  return tokenClaims(request.groupConfiguration.groupsToOverride ?? [], access, services.rules)
}

/** Saves a changed email address, if it is verified. Cognito sends no event when it changes. */
async function saveNewEmail(services: Needed, account: Account, event: TokenEvent): Promise<void> {
  const { email, email_verified: verified } = event.request.userAttributes
  if (!email || verified !== 'true' || email === account.email) return
  try {
    await withTimeout(changeEmail(services, account, email), emailTimeoutMs)
  } catch (error) {
    services.log.warn(
      { err: error, userId: account.userId },
      'An email address could not be recorded yet',
    )
  }
}

/**
 * Adds the response to the event. Cognito removes every group if the response has none, so it
 * always holds all the groups and roles that Cognito sent, with ours updated. `null` changes
 * nothing.
 */
function answer(event: TokenEvent, given: TokenClaims | null): TokenEvent {
  const known = event.request.groupConfiguration
  const groupOverrideDetails = given ? { ...known, groupsToOverride: given.groups } : known
  const claims = given ? { claimsToAddOrOverride: given.claims } : {}
  // On a pool's basic plan Cognito sends version 1. It can't change claims of the access token, and
  // its response field has another name.
  const response = isV1(event)
    ? { claimsOverrideDetails: { ...claims, groupOverrideDetails } }
    : {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: claims,
          accessTokenGeneration: claims,
          groupOverrideDetails,
        },
      }
  // The cast is safe: `isV1` checked the version, but as a string it doesn't narrow the type.
  return { ...event, response } as TokenEvent
}

const isV1 = ({ version }: TokenEvent): boolean => version === '1'

function logFailure(services: Needed, error: unknown, username: string): void {
  try {
    services.log.error({ err: error, username }, 'A token was issued without reading the row')
  } catch (unset) {
    // If the environment is invalid, there is no logger either.
    console.error('A token was issued without reading the row', unset)
  }
}
