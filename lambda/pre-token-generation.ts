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

/** Cognito gives up after five seconds, and the sign-in with it. */
const patienceMs = 3_000
const addressPatienceMs = 1_000

/**
 * Cognito calls this before it writes a token, at sign-in and at each refresh: the groups, and a few
 * claims beside them, then come from the row. One read and no call to Stripe, unless the person has a new address. When the row can't be
 * read the token says what Cognito last knew; so it never fails a sign-in, nor holds one up for long.
 */
export const handler = (event: TokenEvent) => preTokenGeneration(services)(event)

type Needed = Pick<Services, 'accounts' | 'customers' | 'rules' | 'now' | 'log'>

export const preTokenGeneration =
  (services: Needed, patience = patienceMs) =>
  async (event: TokenEvent): Promise<TokenEvent> => {
    // A machine's own token: it stands for no person.
    if (event.triggerSource === 'TokenGeneration_ClientCredentials') return event
    try {
      const account = await withTimeout(rowOf(services, event), patience)
      if (!account) return answer(event, null)
      await noteAddress(services, account, event)
      return answer(event, claimsFor(services, account, event))
    } catch (error) {
      complain(services, error, event.userName)
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

/** Nobody tells us that an address changed: here it can be seen. One that is not confirmed isn't theirs yet. */
async function noteAddress(services: Needed, account: Account, event: TokenEvent): Promise<void> {
  const { email, email_verified: verified } = event.request.userAttributes
  if (!email || verified !== 'true' || email === account.email) return
  try {
    await withTimeout(changeEmail(services, account, email), addressPatienceMs)
  } catch (error) {
    services.log.warn({ err: error, userId: account.userId }, 'An address could not be noted yet')
  }
}

/**
 * Cognito takes every group away if the answer's are empty, or not there: hence always all of what it
 * sent, roles included, with our groups in it. `null` changes nothing.
 */
function answer(event: TokenEvent, given: TokenClaims | null): TokenEvent {
  const known = event.request.groupConfiguration
  const groupOverrideDetails = given ? { ...known, groupsToOverride: given.groups } : known
  const claims = given ? { claimsToAddOrOverride: given.claims } : {}
  // In a pool's basic plan Cognito sends version 1, which changes no claim of the access token, and
  // knows the answer by another name.
  const response = isV1(event)
    ? { claimsOverrideDetails: { ...claims, groupOverrideDetails } }
    : {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: claims,
          accessTokenGeneration: claims,
          groupOverrideDetails,
        },
      }
  // Which of the two belongs to this event the compiler can't follow through `version`, a string.
  return { ...event, response } as TokenEvent
}

const isV1 = ({ version }: TokenEvent): boolean => version === '1'

function complain(services: Needed, error: unknown, username: string): void {
  try {
    services.log.error({ err: error, username }, 'A token was written without asking the row')
  } catch (unset) {
    // Without a usable environment there is no log either.
    console.error('A token was written without asking the row', unset)
  }
}
