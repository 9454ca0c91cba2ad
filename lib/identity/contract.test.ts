import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startCognito } from '@/dev/cognito/cognito'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { allPages } from '@/testing/pages'
import { cognitoClient } from './cognito/client'
import { setUpGroups } from './cognito/group-setup'
import { cognitoGroups } from './cognito/groups'
import { cognitoPeople } from './cognito/people'
import { cognitoSessions } from './cognito/sessions'
import type { Groups } from './groups'
import { memoryCognito } from './memory'
import { findSame, type People, type Person } from './people'

/** A pool with the catalog's groups, and ways to change its users. */
type Pool = {
  groups: Groups
  people: People
  enrol(email: string): Promise<Person>
  /** Signs a user up without confirming the address. */
  signUp(email: string): Promise<Person>
  remove(person: Person): Promise<void>
  setEnabled(person: Person, enabled: boolean): Promise<void>
  close(): Promise<void>
}

const pools: [name: string, open: () => Promise<Pool>][] = [
  ['memory', openMemory],
  ['cognito', openLocal],
]

describe.each(pools)('a user pool in %s', (_, open) => {
  let pool: Pool
  let ada: Person
  beforeAll(async () => {
    pool = await open()
  })
  afterAll(() => pool.close())
  beforeEach(async () => {
    ada = await pool.enrol(`ada-${randomUUID()}@example.com`)
  })

  describe('users', () => {
    it('are found by username, by sub and by address', async () => {
      const enabled = { ...ada, enabled: true }

      expect(await pool.people.find(ada.username)).toEqual(enabled)
      expect(await pool.people.find(ada.userId)).toEqual(enabled)
      expect(await pool.people.find(ada.email ?? '')).toEqual(enabled)
    })

    it('are found disabled while they are disabled', async () => {
      await pool.setEnabled(ada, false)
      expect(await pool.people.find(ada.username)).toEqual({ ...ada, enabled: false })

      await pool.setEnabled(ada, true)
      expect(await pool.people.find(ada.username)).toEqual({ ...ada, enabled: true })
    })

    it('are another user when the same address signs up again after a deletion', async () => {
      await pool.remove(ada)
      const again = await pool.enrol(ada.email ?? '')

      expect(again.userId).not.toBe(ada.userId)
      expect(await findSame(pool.people, { ...ada, username: ada.email ?? '' })).toBeNull()
      expect(await findSame(pool.people, again)).toEqual({ ...again, enabled: true })
    })

    it.each(['nobody', '__proto__', 'nobody@example.com', "' OR 1=1"])(
      'are null if no user is called %s',
      async (name) => {
        expect(await pool.people.find(name)).toBeNull()
      },
    )

    it('are null after they were deleted', async () => {
      await pool.remove(ada)

      expect(await pool.people.find(ada.username)).toBeNull()
    })
  })

  describe('groups', () => {
    it('are none at first', async () => {
      expect(await pool.groups.of(ada.username)).toEqual([])
    })

    it('are those the user was added to, once each, without those the user left', async () => {
      await pool.groups.add(ada.username, 'pro')
      await pool.groups.add(ada.username, 'pro')
      await pool.groups.add(ada.username, 'admins')
      await pool.groups.remove(ada.username, 'pro')
      await pool.groups.add(ada.username, 'starter')

      expect((await pool.groups.of(ada.username)).sort()).toEqual(['admins', 'starter'])
    })

    it('may be left by a user who was not in them', async () => {
      await pool.groups.remove(ada.username, 'pro')

      expect(await pool.groups.of(ada.username)).toEqual([])
    })

    it('are separate for each user', async () => {
      const bob = await pool.enrol(`bob-${randomUUID()}@example.com`)
      await pool.groups.add(ada.username, 'pro')

      expect(await pool.groups.of(bob.username)).toEqual([])
    })

    it('are empty for a deleted user, and adding that user does nothing', async () => {
      await pool.groups.add(ada.username, 'pro')
      await pool.remove(ada)

      await pool.groups.add(ada.username, 'starter')
      await pool.groups.remove(ada.username, 'pro')
      expect(await pool.groups.of(ada.username)).toEqual([])
    })

    it('are all kept when several are joined at once', async () => {
      await Promise.all(
        ['free', 'starter', 'pro', 'admins'].map((group) => pool.groups.add(ada.username, group)),
      )

      expect((await pool.groups.of(ada.username)).sort()).toEqual([
        'admins',
        'free',
        'pro',
        'starter',
      ])
    })
  })

  describe('lists', () => {
    const emails = (people: Person[]) => people.map(({ email }) => email).sort()

    it('show every user once, 60 per page, as `find` returns them', async () => {
      const crowd = [ada]
      for (let i = 0; i < 130; i++) crowd.push(await pool.enrol(`${i}-${randomUUID()}@example.com`))

      const pages = await allPages((after) => pool.people.list('all', after))

      expect(pages.slice(0, -1).every(({ length }) => length === 60)).toBe(true)
      expect(emails(pages.flat()).length).toBe(new Set(emails(pages.flat())).size)
      const found = crowd.map((person) => ({ ...person, enabled: true }))
      expect(pages.flat()).toEqual(expect.arrayContaining(found))
      expect(await pool.people.count()).toBe(pages.flat().length)
    })

    it('show only the members of a group, 60 per page, and say which are disabled', async () => {
      const members = []
      for (let i = 0; i < 65; i++) {
        const member = await pool.enrol(`${i}-${randomUUID()}@example.com`)
        await pool.groups.add(member.username, 'enterprise')
        members.push(member)
      }
      await pool.setEnabled(members[0] ?? ada, false)

      const pages = await allPages((after) => pool.groups.members('enterprise', after))

      expect(pages.map(({ length }) => length)).toEqual([60, 5])
      expect(emails(pages.flat())).toEqual(emails(members))
      expect(pages.flat()).toContainEqual({ ...members[0], enabled: false })
    })

    it('show no deleted users in a group', async () => {
      await pool.groups.add(ada.username, 'managers')
      await pool.remove(ada)

      expect(await pool.groups.members('managers', null)).toEqual({ items: [], next: null })
    })

    it('separate unconfirmed users from all others', async () => {
      const eve = await pool.signUp(`eve-${randomUUID()}@example.com`)

      const found = { ...eve, enabled: true }
      expect(await pool.people.list('unconfirmed', null)).toEqual({ items: [found], next: null })
    })
  })

  it('answers a ping', async () => {
    await expect(pool.groups.ping()).resolves.toBeUndefined()
  })
})

describe('the real adapter', () => {
  it('names a group that is not in the pool', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-cognito-'))
    const local = await startCognito({ folder, mail: () => {} })
    const client = connect(local.endpoint)
    const ada = { Username: 'ada@example.com', MessageAction: 'SUPPRESS' } as const
    await client.send(new AdminCreateUserCommand({ UserPoolId: local.userPoolId, ...ada }))
    const groups = cognitoGroups(client, local.userPoolId)
    const named = {
      name: 'ResourceNotFoundException',
      message: 'The group nowhere is not in the pool',
      cause: expect.any(Error),
    }

    await expect(groups.add(ada.Username, 'nowhere')).rejects.toMatchObject(named)
    await local.close()
    rmSync(folder, { recursive: true })
  })

  it('says whose access tokens are revoked: of users who signed out, were disabled or deleted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-cognito-'))
    const local = await startCognito({ folder, mail: () => {} })
    const client = connect(local.endpoint)
    const { isRevoked } = cognitoSessions(client)
    const UserPoolId = local.userPoolId
    const tokenOf = async (email: string) => {
      const user = { UserPoolId, Username: email }
      await client.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }))
      const Password = 'Correct-horse-1'
      await client.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }))
      const { AuthenticationResult } = await client.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: local.clientId,
          AuthParameters: { USERNAME: email, PASSWORD: Password },
        }),
      )
      return AuthenticationResult?.AccessToken ?? ''
    }
    const there = await tokenOf('there@example.com')
    const out = await tokenOf('out@example.com')
    const disabled = await tokenOf('disabled@example.com')
    const deleted = await tokenOf('deleted@example.com')
    expect(await Promise.all([there, out, disabled, deleted].map(isRevoked))).toEqual([
      false,
      false,
      false,
      false,
    ])

    await client.send(new GlobalSignOutCommand({ AccessToken: out }))
    await client.send(new AdminDisableUserCommand({ UserPoolId, Username: 'disabled@example.com' }))
    await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: 'deleted@example.com' }))

    expect(await Promise.all([there, out, disabled, deleted].map(isRevoked))).toEqual([
      false,
      true,
      true,
      true,
    ])
    await local.close()
    rmSync(folder, { recursive: true })
    await expect(isRevoked(there)).rejects.toThrow()
  })

  it('throws when the pool does not exist, or Cognito does not answer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-cognito-'))
    const local = await startCognito({ folder, mail: () => {} })
    const client = connect(local.endpoint)
    const elsewhere = cognitoGroups(client, 'us-east-1_Nowhere')

    await expect(elsewhere.ping()).rejects.toThrow()
    await expect(elsewhere.of('ada')).rejects.toThrow()
    await local.close()
    rmSync(folder, { recursive: true })
    const gone = cognitoGroups(client, local.userPoolId)
    await expect(gone.of('ada')).rejects.toThrow()
    await expect(gone.add('ada', 'pro')).rejects.toThrow()
    await expect(cognitoPeople(client, local.userPoolId).find('ada')).rejects.toThrow()
  })
})

async function openMemory(): Promise<Pool> {
  const pool = memoryCognito()
  return {
    groups: pool,
    people: pool,
    async enrol(email) {
      const userId = randomUUID()
      pool.put({ userId, username: userId, email })
      return { userId, username: userId, email }
    },
    async signUp(email) {
      const userId = randomUUID()
      pool.put({ userId, username: userId, email }, { confirmed: false })
      return { userId, username: userId, email }
    },
    remove: async ({ username }) => pool.drop(username),
    setEnabled: async ({ username }, enabled) => pool.setEnabled(username, enabled),
    close: async () => {},
  }
}

async function openLocal(): Promise<Pool> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-cognito-'))
  const local = await startCognito({ folder, mail: () => {} })
  const client = connect(local.endpoint)
  const UserPoolId = local.userPoolId
  await setUpGroups(client, UserPoolId, saas, '')
  return {
    groups: cognitoGroups(client, UserPoolId),
    people: cognitoPeople(client, UserPoolId),
    async enrol(email) {
      await client.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username: email,
          MessageAction: 'SUPPRESS',
          UserAttributes: [{ Name: 'email', Value: email }],
        }),
      )
      const { Username = '' } = await client.send(
        new AdminGetUserCommand({ UserPoolId, Username: email }),
      )
      return { userId: Username, username: Username, email }
    },
    async signUp(email) {
      const { UserSub = '' } = await client.send(
        new SignUpCommand({
          ClientId: local.clientId,
          Username: email,
          Password: 'Tollgate-1',
          UserAttributes: [{ Name: 'email', Value: email }],
        }),
      )
      return { userId: UserSub, username: UserSub, email }
    },
    async remove({ username }) {
      await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: username }))
    },
    async setEnabled({ username }, enabled) {
      const user = { UserPoolId, Username: username }
      if (enabled) await client.send(new AdminEnableUserCommand(user))
      else await client.send(new AdminDisableUserCommand(user))
    },
    async close() {
      client.destroy()
      await local.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function connect(endpoint: string) {
  return cognitoClient({ region: 'us-east-1', endpoint })
}
