import { randomUUID } from 'node:crypto'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { InvalidLambdaResponseError, UserLambdaValidationError } from 'cognito-local/lib/errors.js'

/** The user whose token is about to be issued, and why. */
export type LambdaTrigger = {
  source: string
  userPoolId: string
  clientId: string
  username: string
  userAttributes: Record<string, string>
  clientMetadata: Record<string, string> | undefined
  groups: readonly string[]
  scopes: readonly string[]
}

type Claims = { claimsToAddOrOverride?: Record<string, unknown>; claimsToSuppress?: string[] }
type Scopes = { scopesToAdd?: string[]; scopesToSuppress?: string[] }

/** The changes that a function made to the two tokens. */
export type CustomizedTokens = { groups: readonly string[]; id: Claims; access: Claims & Scopes }

export type TokenVersion = 'V1_0' | 'V2_0'

/**
 * Invokes a PreTokenGeneration function. cognito-local's own call lacks the groups, handles only
 * the ID token, and sends a version that doesn't exist.
 */
export async function invokeFunction(
  lambda: LambdaClient,
  functionName: string,
  version: TokenVersion,
  trigger: LambdaTrigger,
): Promise<CustomizedTokens> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      Payload: JSON.stringify(eventFor(version, trigger)),
    }),
  )
  const answer = parsed(Payload?.transformToString())
  if (FunctionError) {
    throw new UserLambdaValidationError(
      `PreTokenGeneration failed with error ${answer?.errorMessage ?? FunctionError}.`,
    )
  }
  if (!answer?.response) throw new InvalidLambdaResponseError()
  return version === 'V1_0' ? readV1(answer.response, trigger) : readV2(answer.response, trigger)
}

function eventFor(version: TokenVersion, trigger: LambdaTrigger): object {
  return {
    version: version === 'V1_0' ? '1' : '2',
    triggerSource: `TokenGeneration_${trigger.source}`,
    region: 'us-east-1',
    userPoolId: trigger.userPoolId,
    userName: trigger.username,
    callerContext: {
      awsSdkVersion: `aws-sdk-unknown-${randomUUID()}`,
      clientId: trigger.clientId,
    },
    request: {
      userAttributes: trigger.userAttributes,
      groupConfiguration: {
        groupsToOverride: trigger.groups,
        iamRolesToOverride: [],
        preferredRole: null,
      },
      clientMetadata: trigger.clientMetadata,
      ...(version === 'V2_0' && { scopes: trigger.scopes }),
    },
    response:
      version === 'V1_0'
        ? { claimsOverrideDetails: null }
        : { claimsAndScopeOverrideDetails: null },
  }
}

type Details = {
  claimsToAddOrOverride?: Record<string, unknown>
  claimsToSuppress?: string[]
  idTokenGeneration?: Claims
  accessTokenGeneration?: Claims & Scopes
  groupOverrideDetails?: { groupsToOverride?: string[] } | null
}
type Response = { claimsOverrideDetails?: Details; claimsAndScopeOverrideDetails?: Details }

/** Version 1 allows only strings, and changes nothing in the access token but the groups. */
function readV1(
  { claimsOverrideDetails: details }: Response,
  trigger: LambdaTrigger,
): CustomizedTokens {
  const claims = Object.values(details?.claimsToAddOrOverride ?? {})
  if (claims.some((claim) => typeof claim !== 'string')) throw new InvalidLambdaResponseError()
  return { groups: groupsOf(details, trigger), id: details ?? {}, access: {} }
}

function readV2(response: Response, trigger: LambdaTrigger): CustomizedTokens {
  const details = response.claimsAndScopeOverrideDetails
  return {
    groups: groupsOf(details, trigger),
    id: details?.idTokenGeneration ?? {},
    access: details?.accessTokenGeneration ?? {},
  }
}

/** An empty object or `null` removes every group. Only without the field do they stay. */
const groupsOf = (details: Details | undefined, { groups }: LambdaTrigger): readonly string[] =>
  details && 'groupOverrideDetails' in details
    ? (details.groupOverrideDetails?.groupsToOverride ?? [])
    : groups

/** Applies a function's changes to the claims, except those that Cognito doesn't allow. */
export function withClaims(own: Record<string, unknown>, changes: Claims): object {
  const added = Object.entries(changes.claimsToAddOrOverride ?? {}).filter(([name]) => isFree(name))
  const suppressed = changes.claimsToSuppress ?? []
  return Object.fromEntries(
    [...Object.entries(own), ...added].filter(
      ([name]) => !(isFree(name) && suppressed.includes(name)),
    ),
  )
}

export const withScopes = (own: readonly string[], changes: Scopes): string =>
  [...new Set([...own, ...(changes.scopesToAdd ?? [])])]
    .filter((scope) => !changes.scopesToSuppress?.includes(scope))
    .join(' ')

/** Whether Cognito allows a function to change the claim. */
const isFree = (name: string) => !fixed.has(name) && !name.startsWith('dev:')
const fixed = new Set(
  (
    'acr amr at_hash aud auth_time azp client_id cognito:groups cognito:username event_id exp iat ' +
    'identities iss jti nbf nonce origin_jti scope sub token_use username version'
  ).split(' '),
)

function parsed(text: string | undefined): { response?: Response; errorMessage?: string } | null {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
