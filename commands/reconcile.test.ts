import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { connectBackends, type SeedBackends } from '@/dev/seed/seed'
import { createDemoSubscription } from '@/dev/seed/subscription'
import { type Stack, startStack } from '@/dev/stack/stack'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { accountKey } from '@/lib/db/dynamo/table'
import type { Person } from '@/lib/identity/people'
import { createServices, type Services } from '@/lib/services'
import { ensureAccount } from '@/lib/sync/account'
import { ensureCustomer } from '@/lib/sync/customer'
import { Finding } from '@/lib/sync/reconcile/reconcile'
import { sync } from '@/lib/sync/sync'

/** The local stack's real backends, with the demo accounts and ten more users. No app runs. */
const folder = mkdtempSync(join(tmpdir(), 'tollgate-reconcile-'))
let stack: Stack
let backends: SeedBackends
let services: Services
let people: Person[]
beforeAll(async () => {
  stack = await startStack({ folder })
  stack.announce()
  services = createServices(stack.env)
  backends = connectBackends(stack.at, 'us-east-1')
  people = await Promise.all(Array.from({ length: 10 }, (_, at) => enrol(`person-${at}`)))
})
afterAll(async () => {
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('finds every difference made by hand, repairs all in one run, and then finds nothing', async () => {
  expect(await command('--dry-run')).toMatchObject({ code: 0, findings: [] })

  const broken = await breakEverything()

  const dry = await command('--dry-run')
  expect(dry.code).toBe(2)
  expect(kindsIn(dry.findings)).toEqual(broken)
  const run = await command()
  expect(kindsIn(run.findings)).toEqual(broken)
  expect(run.findings.map(({ outcome }) => outcome)).toEqual(run.findings.map(() => 'repaired'))
  expect(run.code).toBe(0)
  for (const [userId, drift] of Object.entries(broken)) {
    const entries = await services.audit.of(userId, 20)
    expect(entries.find(({ what }) => what === 'repair')).toMatchObject({ cause: { drift } })
  }

  expect(await command()).toMatchObject({ code: 0, findings: [] })
  const plans = await Promise.all(
    people.map(async ({ userId, username }) => {
      const account = await services.accounts.get(userId)
      return [account?.access.plan, await services.groups.of(username)]
    }),
  )
  expect(plans).toEqual(
    // One of the users on Pro was moved to Starter in Cognito.
    people.map((_, at) => {
      const plan = at === 3 ? 'starter' : at % 2 ? 'pro' : 'free'
      return [plan, [plan]]
    }),
  )
})

it('exits with 2 for what it can’t repair: a deleted user who is still billed', async () => {
  const { username, userId } = await enrol('person-11', 'pro')
  await backends.cognito.send(
    new AdminDeleteUserCommand({ UserPoolId: pool(), Username: username }),
  )

  const { code, findings } = await command()

  expect(code).toBe(2)
  expect(findings).toMatchObject([{ userId, outcome: 'staff', drifts: [{ kind: 'person_gone' }] }])
})

it('exits with 1 and one sentence if it finds no environment', async () => {
  const { code, text } = await execute([], { LOCAL_DIR: join(folder, 'nowhere') })

  expect(code).toBe(1)
  expect(text).toMatch(/^Error: No target: .*\n$/)
})

it.each([
  ['a flag it does not know', ['--dryrun'], /^TypeError.*'--dryrun'.*\n$/],
  [
    'a report that can not be written',
    ['--json', join(folder, 'no', 'x.json')],
    /^Error: ENOENT.*\n$/,
  ],
])(
  'says with 1, and one sentence, that it was given %s, and compares nothing',
  async (_, flags, words) => {
    const { code, text } = await execute(flags, { LOCAL_DIR: folder })

    expect(code).toBe(1)
    expect(text).toMatch(words)
  },
)

it('mentions repairs only if something was repaired', async () => {
  const { text } = await execute([], { LOCAL_DIR: folder })

  // Only findings for staff are left.
  expect(text).toContain('person_gone')
  expect(text).not.toContain('Each repair')
})

/** Users whose name ends in an odd digit are on Pro. Returns what should be found about each. */
async function breakEverything(): Promise<Record<string, string[]>> {
  const [groupless, member, added, moved, , dropped, lone, canceled, swapped, intent] = people
  if (!groupless || !member || !added || !moved || !dropped) throw new Error('Too few people')
  if (!lone || !canceled || !swapped || !intent) throw new Error('Too few people')
  await group('remove', member, 'pro')
  await group('add', added, 'enterprise')
  await changePlan(moved)
  await dropRow(dropped)
  await dropRow(lone)
  await group('remove', lone, 'free')
  await group('remove', swapped, 'free')
  await group('add', swapped, 'starter')
  const [running] = (
    await backends.stripe.subscriptions.list({ customer: await customer(canceled) })
  ).data
  await backends.stripe.subscriptions.update(running?.id ?? '', { cancel_at_period_end: true })
  const { version } = (await services.accounts.get(intent.userId)) ?? { version: -1 }
  const long = new Date(Date.now() - 3_600_000)
  await services.accountWrites.putIntent(intent.userId, version, { id: 'dead', at: long }, long)

  return Object.fromEntries([
    [member.userId, ['group_missing']],
    [added.userId, ['group_extra']],
    [moved.userId, ['row_stale']],
    [dropped.userId, ['row_missing']],
    [lone.userId, ['row_missing']],
    [canceled.userId, ['row_stale']],
    [swapped.userId, ['group_stale']],
    [intent.userId, ['dead_intent']],
  ])
}

const kindsIn = (findings: Finding[]) =>
  Object.fromEntries(findings.map(({ userId, drifts }) => [userId, drifts.map(({ kind }) => kind)]))

async function enrol(name: string, plan = Number(name.at(-1)) % 2 ? 'pro' : 'free') {
  const who = { UserPoolId: pool(), Username: `${name}@example.com` }
  await backends.cognito.send(
    new AdminCreateUserCommand({
      ...who,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: who.Username }],
    }),
  )
  const { Username = '' } = await backends.cognito.send(new AdminGetUserCommand(who))
  const person: Person = { userId: Username, username: Username, email: who.Username }
  const account = await ensureAccount(services, person)
  const bought = planByKey(services.catalog, plan)
  if (bought && plan !== 'free') {
    const { customerId } = await ensureCustomer(services, account)
    await createDemoSubscription(backends.stripe, services.catalog, customerId, {
      plan: bought,
      ending: 'active',
    })
  }
  await sync(services, person.userId, { cause: { kind: 'sign_up' } })
  return person
}

const pool = () => stack.at.cognito.userPoolId

async function group(act: 'add' | 'remove', { username }: Person, GroupName: string) {
  const input = { UserPoolId: pool(), Username: username, GroupName }
  await (act === 'add'
    ? backends.cognito.send(new AdminAddUserToGroupCommand(input))
    : backends.cognito.send(new AdminRemoveUserFromGroupCommand(input)))
}

const dropRow = ({ userId }: Person) =>
  backends.dynamodb.send(
    new DeleteCommand({ TableName: stack.at.dynamodb.table, Key: accountKey(userId) }),
  )

async function customer({ userId }: Person): Promise<string> {
  return (await services.accounts.get(userId))?.customerId ?? ''
}

async function changePlan(person: Person) {
  const [running] = (await backends.stripe.subscriptions.list({ customer: await customer(person) }))
    .data
  const prices = await backends.stripe.prices.list({ lookup_keys: ['saas_starter_month'] })
  await backends.stripe.subscriptions.update(running?.id ?? '', {
    items: [{ id: running?.items.data[0]?.id, price: prices.data[0]?.id }],
  })
}

/** Runs the command as an operator would, against the stack in `LOCAL_DIR`. */
async function command(...flags: string[]) {
  const file = join(folder, 'report.json')
  const { code, text } = await execute(['--json', file, ...flags], { LOCAL_DIR: folder })
  if (code === 1) throw new Error(text)
  const report = z.object({ findings: z.array(Finding) })
  return { code, ...report.parse(JSON.parse(readFileSync(file, 'utf8'))) }
}

function execute(flags: string[], env: Record<string, string>) {
  const child = spawn('node_modules/.bin/tsx', ['commands/reconcile.ts', ...flags], {
    env: { NODE_ENV: 'test', PATH: process.env.PATH, ...env },
  })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  child.stderr.on('data', (chunk) => {
    text += chunk
  })
  return new Promise<{ code: number | null; text: string }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, text }))
  })
}
