import type {
  PreTokenGenerationTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  PreTokenGenerationV3TriggerEvent,
} from 'aws-lambda'
import { decideAccess } from '@/lib/billing/access'
import { type TokenClaims, tokenClaims } from '@/lib/billing/token-claims'
import { inTime } from '@/lib/in-time'
import { type Services, services } from '@/lib/services'

export type TokenEvent =
  | PreTokenGenerationTriggerEvent
  | PreTokenGenerationV2TriggerEvent
  | PreTokenGenerationV3TriggerEvent

/** Cognito gives up after five seconds, and the sign-in with it. */
const patienceMs = 3_000

/**
 * Cognito calls this before it writes a token, at sign-in and at each refresh: the groups, and a few
 * claims beside them, then come from the row. One read and no call to Stripe. When the row can't be
 * read the token says what Cognito last knew; so it never fails a sign-in, nor holds one up for long.
 */
export const handler = (event: TokenEvent) => preTokenGeneration(services)(event)

type Needed = Pick<Services, 'accounts' | 'rules' | 'now' | 'log'>

export const preTokenGeneration =
  (services: Needed, patience = patienceMs) =>
  async (event: TokenEvent): Promise<TokenEvent> => {
    // A machine's own token: it stands for no person.
    if (event.triggerSource === 'TokenGeneration_ClientCredentials') return event
    try {
      return answer(event, await inTime(claimsFor(services, event), patience))
    } catch (error) {
      complain(services, error, event.userName)
      return answer(event, null)
    }
  }

async function claimsFor(services: Needed, { request }: TokenEvent): Promise<TokenClaims | null> {
  const { sub } = request.userAttributes
  if (!sub) throw new Error('The event names no sub')
  const account = await services.accounts.get(sub)
  if (!account) return null
  const access = decideAccess(account.facts, services.rules, services.now())
  return tokenClaims(request.groupConfiguration.groupsToOverride ?? [], access, services.rules)
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
