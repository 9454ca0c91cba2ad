import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { JwtRsaVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import type { PostConfirmationTriggerEvent } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LocalLambda, startLambda } from '../lambda/lambda'
import type { NewMail } from '../mailbox/mails'
import { type LocalCognito, startCognito } from './cognito'

let folder: string
let lambda: LocalLambda
let cognito: LocalCognito
let client: CognitoIdentityProviderClient
let email: string
const mails: NewMail[] = []
const confirmed = vi.fn(async (event: PostConfirmationTriggerEvent) => event)

const password = 'Correct-horse-1'
let people = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-'))
  lambda = await startLambda({ 'post-confirmation': async () => ({ handler: confirmed }) })
  await start()
})
afterAll(async () => {
  await cognito.close()
  await lambda.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  people += 1
  email = `person-${people}@example.com`
  confirmed.mockClear()
})

describe('signing up', () => {
  it('mails a code, and with it confirms the person and calls our Lambda', async () => {
    const { UserSub } = await signUp()
    const code = latestCode()

    expect(code).toMatch(/^\d{6}$/)
    await confirm(code)

    expect(confirmed.mock.calls[0]?.[0]).toMatchObject({
      triggerSource: 'PostConfirmation_ConfirmSignUp',
      userPoolId: cognito.userPoolId,
      userName: UserSub,
      request: { userAttributes: { sub: UserSub, email, email_verified: 'true' } },
    })
    const user = await adminGet(email)
    expect(user).toMatchObject({ Username: UserSub, UserStatus: 'CONFIRMED', Enabled: true })
  })

  it('sends another code on request, which replaces the first', async () => {
    await signUp()
    const first = latestCode()
    const { CodeDeliveryDetails } = await client.send(
      new ResendConfirmationCodeCommand({ ClientId: cognito.clientId, Username: email }),
    )
    const second = latestCode()

    expect(CodeDeliveryDetails?.Destination).toBe('p***@e***')
    await vi.waitFor(() => expect(mails.filter((mail) => mail.to === email)).toHaveLength(2))
    if (first !== second) {
      await expect(confirm(first)).rejects.toMatchObject({ name: 'CodeMismatchException' })
    }
    await confirm(second)
  })

  it('refuses a weak password, a taken address in any case, and a wrong code', async () => {
    await expect(signUp('short')).rejects.toMatchObject({ name: 'InvalidPasswordException' })
    await signUp()

    await expect(signUp(password, email.toUpperCase())).rejects.toMatchObject({
      name: 'UsernameExistsException',
    })
    await expect(confirm('wrong')).rejects.toMatchObject({ name: 'CodeMismatchException' })
    await expect(signIn()).rejects.toMatchObject({ name: 'UserNotConfirmedException' })
  })

  it.each(['sub', 'email_verified', 'phone_number_verified'])(
    'refuses a user who sets %s, then and later',
    async (Name) => {
      const unauthorized = { name: 'NotAuthorizedException' }
      const UserAttributes = [
        { Name: 'email', Value: email },
        { Name, Value: 'true' },
      ]
      const user = { ClientId: cognito.clientId, Username: email, Password: password }
      await expect(
        client.send(new SignUpCommand({ ...user, UserAttributes })),
      ).rejects.toMatchObject(unauthorized)

      const sub = await member()
      const { AccessToken } = await signIn()
      await expect(
        client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
      ).rejects.toMatchObject(unauthorized)
      expect(await adminGet(email)).toMatchObject({
        Username: sub,
        UserAttributes: expect.arrayContaining([{ Name: 'sub', Value: sub }]),
      })
    },
  )

  it('does not tell whether an address has an account', async () => {
    const stranger = { ClientId: cognito.clientId, Username: 'nobody@example.com' }
    const wrong = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' }
    await member()

    expect(await client.send(new ForgotPasswordCommand(stranger))).toMatchObject({
      CodeDeliveryDetails: { Destination: 'n***@e***' },
    })
    expect(await client.send(new ResendConfirmationCodeCommand(stranger))).toMatchObject({
      CodeDeliveryDetails: { Destination: 'n***@e***' },
    })
    expect(mails.some((mail) => mail.to === stranger.Username)).toBe(false)
    await expect(signIn(password, stranger.Username)).rejects.toMatchObject(wrong)
    await expect(signIn('Wrong-horse-1')).rejects.toMatchObject(wrong)
  })
})

describe('tokens', () => {
  it('verify against the issuer’s keys, live 15 minutes, and carry the groups', async () => {
    const sub = await member()
    await createGroup('plan-pro')
    await addToGroup('plan-pro')

    const { AccessToken = '', IdToken = '', ExpiresIn } = await signIn()

    const access = await verify(AccessToken)
    expect(access).toMatchObject({
      iss: `${cognito.endpoint}/${cognito.userPoolId}`,
      sub,
      username: sub,
      client_id: cognito.clientId,
      token_use: 'access',
      'cognito:groups': ['plan-pro'],
    })
    expect(ExpiresIn).toBe(900)
    expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(900)
    expect(await verify(IdToken)).toMatchObject({
      aud: cognito.clientId,
      token_use: 'id',
      email,
      email_verified: true,
      'cognito:username': sub,
      'cognito:groups': ['plan-pro'],
    })
  })

  it('show a change of groups after a refresh, as Amplify asks for it', async () => {
    await member()
    await createGroup('plan-starter')
    const { AccessToken = '', RefreshToken } = await signIn()
    await addToGroup('plan-starter')

    const refreshed = await client.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: cognito.clientId, RefreshToken }),
    )

    expect(await verify(AccessToken)).not.toHaveProperty('cognito:groups')
    expect(await verify(refreshed.AuthenticationResult?.AccessToken ?? '')).toMatchObject({
      'cognito:groups': ['plan-starter'],
    })
  })

  it('cannot be refreshed after signing out, here or everywhere; doing it twice is fine', async () => {
    await member()
    const here = await signIn()
    const there = await signIn()
    const revoke = new RevokeTokenCommand({ ClientId: cognito.clientId, Token: here.RefreshToken })

    await client.send(revoke)
    await client.send(revoke)
    await expect(refresh(here.RefreshToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    })
    await refresh(there.RefreshToken)

    await client.send(new GetUserCommand({ AccessToken: there.AccessToken }))
    await client.send(new GlobalSignOutCommand({ AccessToken: there.AccessToken }))
    await expect(
      client.send(new GetUserCommand({ AccessToken: there.AccessToken })),
    ).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    })
    await expect(refresh(there.RefreshToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    })
  })

  it('are not given to someone disabled or deleted', async () => {
    await member()
    const { RefreshToken } = await signIn()
    const who = { UserPoolId: cognito.userPoolId, Username: email }

    await client.send(new AdminDisableUserCommand(who))
    await expect(signIn()).rejects.toMatchObject({ message: 'User is disabled.' })
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ message: 'User is disabled.' })

    await client.send(new AdminDeleteUserCommand(who))
    await expect(refresh(RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  })
})

it('lets a forgotten password be replaced with a code from the mailbox', async () => {
  await member()
  await client.send(new ForgotPasswordCommand({ ClientId: cognito.clientId, Username: email }))

  await client.send(
    new ConfirmForgotPasswordCommand({
      ClientId: cognito.clientId,
      Username: email,
      ConfirmationCode: latestCode(),
      Password: 'Another-horse-2',
    }),
  )

  await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  const { AccessToken } = await signIn('Another-horse-2')
  const me = await client.send(new GetUserCommand({ AccessToken }))
  expect(me.UserAttributes).toContainEqual({ Name: 'email', Value: email })
})

describe('groups', () => {
  it('are given, listed and taken, by email address or by user name', async () => {
    const sub = await member()
    await createGroup('editors', 7)
    await addToGroup('editors')

    expect(await groupsOf(email)).toEqual([expect.objectContaining({ Precedence: 7 })])
    expect(await groupsOf(sub)).toHaveLength(1)
    const members = await client.send(
      new ListUsersInGroupCommand({ UserPoolId: cognito.userPoolId, GroupName: 'editors' }),
    )
    expect(members.Users?.map((user) => user.Username)).toEqual([sub])

    await client.send(
      new AdminRemoveUserFromGroupCommand({
        UserPoolId: cognito.userPoolId,
        GroupName: 'editors',
        Username: sub,
      }),
    )
    expect(await groupsOf(sub)).toEqual([])
  })

  it('keep every one of many members added at once', async () => {
    await createGroup('crowd')
    const everyone = await Promise.all(
      Array.from({ length: 70 }, (_, n) => adminCreate(`crowd-${n}@example.com`)),
    )

    await Promise.all(everyone.map((username) => addToGroup('crowd', username)))

    const first = await listGroup('crowd')
    const second = await listGroup('crowd', first.NextToken)
    expect(first.Users).toHaveLength(60)
    expect(second.NextToken).toBeUndefined()
    const listed = [...(first.Users ?? []), ...(second.Users ?? [])].map((user) => user.Username)
    expect(listed.sort()).toEqual(everyone.sort())
  })

  it('can’t be made twice, and must exist to be joined', async () => {
    await member()
    await createGroup('once')

    await expect(createGroup('once')).rejects.toMatchObject({ name: 'GroupExistsException' })
    await expect(addToGroup('never')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(groupsOf('nobody@example.com')).rejects.toMatchObject({
      name: 'UserNotFoundException',
    })
    const { Groups } = await client.send(new ListGroupsCommand({ UserPoolId: cognito.userPoolId }))
    expect(Groups?.map((group) => group.GroupName)).toContain('once')
  })
})

it('lists users by page and by filter', async () => {
  const sub = await member()
  const seen: (string | undefined)[] = []
  let PaginationToken: string | undefined
  do {
    const page = await client.send(
      new ListUsersCommand({ UserPoolId: cognito.userPoolId, Limit: 5, PaginationToken }),
    )
    expect(page.Users?.length).toBeLessThanOrEqual(5)
    seen.push(...(page.Users ?? []).map((user) => user.Username))
    PaginationToken = page.PaginationToken
  } while (PaginationToken)

  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toContain(sub)
  const { Users } = await client.send(
    new ListUsersCommand({ UserPoolId: cognito.userPoolId, Filter: `email = "${email}"` }),
  )
  expect(Users).toEqual([expect.objectContaining({ Username: sub })])
  expect(Users?.[0]?.UserCreateDate).toBeInstanceOf(Date)
})

it('keeps pool, client, people and keys across a restart', async () => {
  await member()
  const before = { pool: cognito.userPoolId, client: cognito.clientId }
  const { RefreshToken } = await signIn()

  await cognito.close()
  await start()

  expect({ pool: cognito.userPoolId, client: cognito.clientId }).toEqual(before)
  const { AuthenticationResult } = await refresh(RefreshToken)
  await verify(AuthenticationResult?.AccessToken ?? '')
})

it('lets the app’s pages call it', async () => {
  const wanted = 'cache-control,content-type,x-amz-target,x-amz-user-agent'
  const answer = await fetch(cognito.endpoint, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'POST',
      'access-control-request-headers': wanted,
    },
  })

  expect(answer.ok).toBe(true)
  expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000')
  expect(answer.headers.get('access-control-allow-headers')).toBe(wanted)
})

it('answers an unknown operation with an error', async () => {
  const answer = await fetch(cognito.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminLinkProviderForUser' },
    body: '{}',
  })

  expect(answer.status).toBe(400)
  expect(await answer.json()).toEqual({
    __type: 'UnknownOperationException',
    message: 'The local Cognito does not know AdminLinkProviderForUser',
  })
})

async function start() {
  cognito = await startCognito({
    folder,
    appUrl: 'http://localhost:3000',
    mail: (mail) => mails.push(mail),
    lambda: { endpoint: lambda.endpoint, functions: { PostConfirmation: 'post-confirmation' } },
  })
  client = new CognitoIdentityProviderClient({
    endpoint: cognito.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
}

const signUp = (Password = password, Username = email) =>
  client.send(new SignUpCommand({ ClientId: cognito.clientId, Username, Password }))

const confirm = (ConfirmationCode: string) =>
  client.send(
    new ConfirmSignUpCommand({ ClientId: cognito.clientId, Username: email, ConfirmationCode }),
  )

const latestCode = () => mails.findLast((mail) => mail.to === email)?.code ?? ''

/** Signs a user up and confirms them. Returns their `sub`. */
async function member(): Promise<string> {
  const { UserSub = '' } = await signUp()
  await confirm(latestCode())
  return UserSub
}

async function signIn(PASSWORD = password, USERNAME = email) {
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: cognito.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD },
    }),
  )
  return AuthenticationResult ?? {}
}

const refresh = (token = '') =>
  client.send(
    new InitiateAuthCommand({
      ClientId: cognito.clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: token },
    }),
  )

const verify = (token: string) =>
  JwtRsaVerifier.create(
    {
      issuer: cognito.issuer,
      audience: null,
      jwksUri: `${cognito.issuer}/.well-known/jwks.json`,
    },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchOverHttp } }) },
  ).verify(token)

/** The library's own fetcher insists on https. */
const fetchOverHttp = async (uri: string) => (await fetch(uri)).arrayBuffer()

async function adminCreate(Username: string): Promise<string> {
  const UserPoolId = cognito.userPoolId
  const { User } = await client.send(
    new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }),
  )
  await client.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
  )
  return User?.Username ?? ''
}

const adminGet = (Username: string) =>
  client.send(new AdminGetUserCommand({ UserPoolId: cognito.userPoolId, Username }))

const createGroup = (GroupName: string, Precedence?: number) =>
  client.send(new CreateGroupCommand({ UserPoolId: cognito.userPoolId, GroupName, Precedence }))

const addToGroup = (GroupName: string, Username = email) =>
  client.send(
    new AdminAddUserToGroupCommand({ UserPoolId: cognito.userPoolId, GroupName, Username }),
  )

const listGroup = (GroupName: string, NextToken?: string) =>
  client.send(new ListUsersInGroupCommand({ UserPoolId: cognito.userPoolId, GroupName, NextToken }))

async function groupsOf(Username: string) {
  const { Groups } = await client.send(
    new AdminListGroupsForUserCommand({ UserPoolId: cognito.userPoolId, Username }),
  )
  return Groups
}
