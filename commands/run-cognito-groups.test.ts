import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  GetGroupCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LocalCognito, startCognito } from '@/dev/cognito/cognito'
import { groups } from '@/lib/billing/catalog/catalogs/groups'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { readGroups } from '@/lib/identity/cognito/group-setup'
import { type CognitoGroupsAt, runCognitoGroups } from './run-cognito-groups'

let folder: string
let cognito: LocalCognito
let client: CognitoIdentityProviderClient
let said: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-groups-'))
  cognito = await startCognito({ folder, mail: () => {} })
  client = cognitoClient({ region: 'us-east-1', endpoint: cognito.endpoint })
  said = []
})
afterEach(async () => {
  client.destroy()
  await cognito.close()
  rmSync(folder, { recursive: true })
})

const run = (args: string[] = [], change: Partial<CognitoGroupsAt> = {}) =>
  runCognitoGroups(
    {
      client,
      poolId: cognito.userPoolId,
      prefix: '',
      catalog: groups,
      log: (line) => said.push(line),
      ...change,
    },
    args,
  )
const inPool = async () => readGroups(client, cognito.userPoolId)
const named = async (GroupName: string) =>
  (await client.send(new GetGroupCommand({ UserPoolId: cognito.userPoolId, GroupName }))).Group

it('lists in a dry run what would change, changes nothing, and exits with 3', async () => {
  expect(await run(['--dry-run'])).toBe(3)

  expect(said.join('\n')).toContain('+ enterprise               precedence 3, "Plan: Enterprise"')
  expect(await inPool()).toEqual([])
})

it('creates each group with its precedence, and finds nothing to do the second time', async () => {
  expect(await run()).toBe(0)

  const precedence = (await inPool()).map(({ name, precedence }) => [name, precedence])
  expect(Object.fromEntries(precedence)).toEqual({
    admins: 1,
    enterprise: 3,
    managers: 5,
    support: 10,
    business: 25,
    professional: 30,
    starter: 40,
    trial: 45,
    free: 50,
  })
  said = []
  expect(await run()).toBe(0)
  expect(said).toEqual([expect.stringContaining('Nothing to do.')])
})

it('ranks staff first if the catalog gives no numbers, and adds the prefix to each group', async () => {
  await run([], { catalog: saas, prefix: 'acme_' })

  const sorted = (await inPool()).sort((a, b) => (a.precedence ?? 0) - (b.precedence ?? 0))
  expect(sorted.map(({ name }) => name)).toEqual([
    'acme_admins',
    'acme_managers',
    'acme_support',
    'acme_enterprise',
    'acme_pro',
    'acme_starter',
    'acme_free',
  ])
})

it('corrects precedence and description, and keeps members and roles', async () => {
  const UserPoolId = cognito.userPoolId
  await run()
  await client.send(
    new UpdateGroupCommand({
      UserPoolId,
      GroupName: 'business',
      Precedence: 99,
      Description: 'ours',
      RoleArn: 'arn:aws:iam::1:role/business',
    }),
  )
  const { User } = await client.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: 'ada@example.com',
      MessageAction: 'SUPPRESS',
    }),
  )
  await client.send(
    new AdminAddUserToGroupCommand({
      UserPoolId,
      Username: User?.Username,
      GroupName: 'business',
    }),
  )
  said = []

  expect(await run()).toBe(0)

  expect(said.join('\n')).toContain(
    '~ business                 precedence 99 → 25, "ours" → "Plan: Business"',
  )
  expect(await named('business')).toMatchObject({
    Precedence: 25,
    Description: 'Plan: Business',
    RoleArn: 'arn:aws:iam::1:role/business',
  })
  const { Users } = await client.send(
    new ListUsersInGroupCommand({ UserPoolId, GroupName: 'business' }),
  )
  expect(Users).toHaveLength(1)
})

it('warns about a group with our prefix that belongs to no plan, and deletes nothing', async () => {
  const UserPoolId = cognito.userPoolId
  for (const GroupName of ['acme_gold', 'other_gold']) {
    await client.send(new CreateGroupCommand({ UserPoolId, GroupName }))
  }

  expect(await run([], { prefix: 'acme_' })).toBe(0)

  expect(said[0]).toContain('Group acme_gold starts with "acme_"')
  expect(said.join()).not.toContain('other_gold')
  expect((await inPool()).map(({ name }) => name)).toContain('acme_gold')
})
