import { randomUUID } from 'node:crypto'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { InvalidLambdaResponseError, UserLambdaValidationError } from 'cognito-local/lib/errors.js'

/** Whose token is about to be written, and why. */
export type Trigger = {
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

/** What a function made of the two tokens. */
export type Customised = { groups: readonly string[]; id: Claims; access: Claims & Scopes }

export type TokenVersion = 'V1_0' | 'V2_0'

/** cognito-local asks without the groups, for the ID token alone, and by a version that isn't one. */
export async function askFunction(
  lambda: LambdaClient,
  functionName: string,
  version: TokenVersion,
  occasion: Trigger,
): Promise<Customised> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      Payload: JSON.stringify(eventFor(version, occasion)),
    }),
  )
  const answer = parsed(Payload?.transformToString())
  if (FunctionError) {
    throw new UserLambdaValidationError(
      `PreTokenGeneration failed with error ${answer?.errorMessage ?? FunctionError}.`,
    )
  }
  if (!answer?.response) throw new InvalidLambdaResponseError()
  return version === 'V1_0' ? readV1(answer.response, occasion) : readV2(answer.response, occasion)
}

function eventFor(version: TokenVersion, occasion: Trigger): object {
  return {
    version: version === 'V1_0' ? '1' : '2',
    triggerSource: `TokenGeneration_${occasion.source}`,
    region: 'us-east-1',
    userPoolId: occasion.userPoolId,
    userName: occasion.username,
    callerContext: {
      awsSdkVersion: `aws-sdk-unknown-${randomUUID()}`,
      clientId: occasion.clientId,
    },
    request: {
      userAttributes: occasion.userAttributes,
      groupConfiguration: {
        groupsToOverride: occasion.groups,
        iamRolesToOverride: [],
        preferredRole: null,
      },
      clientMetadata: occasion.clientMetadata,
      ...(version === 'V2_0' && { scopes: occasion.scopes }),
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

/** Version 1 knows strings alone. Of the access token it changes nothing but the groups. */
function readV1({ claimsOverrideDetails: details }: Response, occasion: Trigger): Customised {
  const claims = Object.values(details?.claimsToAddOrOverride ?? {})
  if (claims.some((claim) => typeof claim !== 'string')) throw new InvalidLambdaResponseError()
  return { groups: groupsOf(details, occasion), id: details ?? {}, access: {} }
}

function readV2(response: Response, occasion: Trigger): Customised {
  const details = response.claimsAndScopeOverrideDetails
  return {
    groups: groupsOf(details, occasion),
    id: details?.idTokenGeneration ?? {},
    access: details?.accessTokenGeneration ?? {},
  }
}

/** An empty object, or `null`, takes every group away. Only leaving it out leaves them as they are. */
const groupsOf = (details: Details | undefined, { groups }: Trigger): readonly string[] =>
  details && 'groupOverrideDetails' in details
    ? (details.groupOverrideDetails?.groupsToOverride ?? [])
    : groups

/** The claims with what a function added and took away, as far as Cognito lets it. */
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

/** Claims that Cognito lets no function touch, whatever it answers. */
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
