import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Handler } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { preTokenGeneration } from '@/lambda/pre-token-generation'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { subscribe } from '@/testing/shop'
import { createWorld, type World } from '@/testing/world'
import { type LocalLambda, startLambda } from '../lambda/lambda'
import { type LocalCognito, startCognito } from './cognito'
import type { TokenVersion } from './pre-token-generation'
import { claimsOf } from './tokens'

const ada = { username: 'ada@example.com', password: 'Correct-horse-1' }

let lambda: LocalLambda
let folder: string
let handler: Handler
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-'))
  lambda = await startLambda({
    'pre-token': async () => ({ handler: (...given) => handler(...given) }),
  })
})
afterAll(async () => {
  await lambda.close()
  rmSync(folder, { recursive: true })
})

/** What a person's two tokens say, and the same again after a refresh. */
async function tokensOf(pool: Pool) {
  const { cognito, client } = pool
  const { AuthenticationResult: first } = await client.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: cognito.clientId,
      AuthParameters: { USERNAME: ada.username, PASSWORD: ada.password },
    }),
  )
  const { AuthenticationResult: second } = await client.send(
    new GetTokensFromRefreshTokenCommand({
      ClientId: cognito.clientId,
      RefreshToken: first?.RefreshToken,
    }),
  )
  const read = (tokens: typeof first) => ({
    id: claimsOf(tokens?.IdToken ?? ''),
    access: claimsOf(tokens?.AccessToken ?? ''),
  })
  return { ...read(first), refreshed: read(second) }
}

type Pool = { cognito: LocalCognito; client: CognitoIdentityProviderClient; sub: string }

/** A pool whose person is in the groups `free` and `support`. */
async function pool(tokenVersion: TokenVersion): Promise<Pool> {
  const cognito = await startCognito({
    folder: mkdtempSync(join(folder, 'pool-')),
    mail: () => {},
    lambda: {
      endpoint: lambda.endpoint,
      functions: { PreTokenGeneration: 'pre-token' },
      tokenVersion,
    },
  })
  const client = cognitoClient({ region: 'us-east-1', endpoint: cognito.endpoint })
  const who = { UserPoolId: cognito.userPoolId, Username: ada.username }
  const { User } = await client.send(
    new AdminCreateUserCommand({
      ...who,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: ada.username }],
    }),
  )
  await client.send(
    new AdminSetUserPasswordCommand({ ...who, Password: ada.password, Permanent: true }),
  )
  for (const GroupName of ['free', 'support']) {
    await client.send(new CreateGroupCommand({ UserPoolId: cognito.userPoolId, GroupName }))
    await client.send(new AdminAddUserToGroupCommand({ ...who, GroupName }))
  }
  return { cognito, client, sub: User?.Username ?? '' }
}

describe.each(['V1_0', 'V2_0'] as const)('a pool that sends %s', (version) => {
  const name = version === 'V1_0' ? 'claimsOverrideDetails' : 'claimsAndScopeOverrideDetails'
  const answer = (details: object): Handler => {
    return async (event) => ({ ...event, response: { [name]: details } })
  }
  let here: Pool
  beforeAll(async () => {
    here = await pool(version)
  })
  afterAll(() => here.cognito.close())
  beforeEach(() => {
    handler = async (event) => event
  })

  it('asks with the person, their groups, and why', async () => {
    const asked = vi.fn(async (event) => event)
    handler = asked

    await tokensOf(here)

    expect(asked.mock.calls.map(([event]) => event.triggerSource)).toEqual([
      'TokenGeneration_Authentication',
      'TokenGeneration_RefreshTokens',
    ])
    expect(asked.mock.calls[0]?.[0]).toMatchObject({
      version: version === 'V1_0' ? '1' : '2',
      userName: here.sub,
      request: {
        userAttributes: { sub: here.sub, email: ada.username },
        groupConfiguration: { groupsToOverride: ['free', 'support'] },
        ...(version === 'V2_0' && { scopes: ['aws.cognito.signin.user.admin'] }),
      },
    })
  })

  it('leaves the groups alone if the function does', async () => {
    handler = answer({})

    const { id, access } = await tokensOf(here)

    expect([id['cognito:groups'], access['cognito:groups']]).toEqual(
      Array(2).fill(['free', 'support']),
    )
  })

  it.each([[{ groupsToOverride: [] }], [{}], [null]])(
    'takes every group away for groups that are %j',
    async (groupOverrideDetails) => {
      handler = answer({ groupOverrideDetails })

      const { id, access } = await tokensOf(here)

      expect(id).not.toHaveProperty('cognito:groups')
      expect(access).not.toHaveProperty('cognito:groups')
    },
  )

  it('refuses the sign-in if the function fails', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    handler = async () => {
      throw new Error('No such luck')
    }

    await expect(tokensOf(here)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error No such luck.',
    })
    complaint.mockRestore()
  })

  describe('with our function behind it', () => {
    let world: World
    beforeEach(async () => {
      world = await createWorld()
      handler = (event) => preTokenGeneration(world.services)(event)
    })
    afterEach(() => world.close())

    it('puts what was bought into the tokens, and keeps staff in their group', async () => {
      const person = { userId: here.sub, username: here.sub, email: ada.username }
      world.cognito.put(person)
      await subscribe(world, person)

      const { id, access, refreshed } = await tokensOf(here)

      const groups = { 'cognito:groups': ['support', 'pro'] }
      const plan = { plan: 'pro', features_version: expect.stringMatching(/^[\w-]{10}$/) }
      expect(id).toMatchObject({ sub: here.sub, ...groups, ...plan })
      expect(access).toMatchObject({ sub: here.sub, username: here.sub, ...groups })
      expect(refreshed.access).toMatchObject(groups)
      if (version === 'V2_0') {
        expect(access).toMatchObject(plan)
        expect(refreshed.access).toMatchObject(plan)
      } else {
        expect(access).not.toHaveProperty('plan')
      }
    })

    it('gives a user without a row the tokens that Cognito would', async () => {
      const { id, access } = await tokensOf(here)

      expect([id['cognito:groups'], access['cognito:groups']]).toEqual(
        Array(2).fill(['free', 'support']),
      )
      expect(id).not.toHaveProperty('plan')
    })
  })
})

describe('a function’s claims', () => {
  let basic: Pool
  let essentials: Pool
  beforeAll(async () => {
    basic = await pool('V1_0')
    essentials = await pool('V2_0')
  })
  afterAll(() => Promise.all([basic.cognito.close(), essentials.cognito.close()]))

  it('may take claims and scopes away, and add others', async () => {
    handler = async (event) => ({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToSuppress: ['email'] },
          accessTokenGeneration: {
            claimsToAddOrOverride: { seats: 3 },
            scopesToAdd: ['tollgate/read'],
            scopesToSuppress: ['aws.cognito.signin.user.admin'],
          },
        },
      },
    })

    const { id, access } = await tokensOf(essentials)

    expect(id).not.toHaveProperty('email')
    expect(access).toMatchObject({ seats: 3, scope: 'tollgate/read' })
  })

  it('never change whose token it is, who issued it, or when it expires', async () => {
    const changes = {
      claimsToAddOrOverride: { sub: 'eve', iss: 'eve', exp: '9999999999', token_use: 'x' },
      claimsToSuppress: ['sub', 'exp', 'cognito:groups'],
    }
    handler = async (event) => ({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: changes,
          accessTokenGeneration: changes,
        },
      },
    })

    const { id, access } = await tokensOf(essentials)

    const own = { sub: essentials.sub, iss: essentials.cognito.issuer, exp: expect.any(Number) }
    expect(id).toMatchObject({ ...own, token_use: 'id', 'cognito:groups': ['free', 'support'] })
    expect(access).toMatchObject({ ...own, token_use: 'access' })
  })

  it('are strings in version 1, or the sign-in is refused', async () => {
    handler = async (event) => ({
      ...event,
      response: { claimsOverrideDetails: { claimsToAddOrOverride: { permissions: ['a', 'b'] } } },
    })

    await expect(tokensOf(basic)).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
    })
  })
})
