import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { groupName } from '@/lib/billing/catalog/catalog'
import type { Services } from '@/lib/services'
import { ensureAccount } from '@/lib/sync/account'
import { ensureCustomer } from '@/lib/sync/customer'
import { sync } from '@/lib/sync/sync'
import type { SettingsFile } from '../stack/settings'
import { type DemoAccount, demoAccounts, type SeededLogin } from './accounts'
import type { SeedBackends } from './seed'
import { isInPast, leavePast } from './stripe-clock'
import { createDemoSubscription } from './subscription'
import { seedUsageStories } from './usage'

/**
 * Creates the demo accounts as a sign-up does: in Cognito, then in Stripe, then with the app's own
 * `sync`. An account that was completed once is never changed again. Returns those that exist: one
 * that was deleted since isn't made again.
 */
export async function seedPeople(
  backends: SeedBackends,
  services: Services,
  settings: SettingsFile,
): Promise<SeededLogin[]> {
  const parts = demoAccounts(services.catalog)
  const missing = parts.filter(({ email }) => !settings.read().seeded.includes(email))

  const done = (part: DemoAccount) =>
    settings.update({ seeded: [...settings.read().seeded, part.email] })

  const withUsage = missing.filter(({ usage }) => usage)
  if (withUsage.length > 0 && (await isInPast(services.settings))) {
    const { COGNITO_USER_POOL_ID } = services.settings
    const users = await Promise.all(
      withUsage.map(async (part) => ({
        userId: await ensureUser(backends.cognito, COGNITO_USER_POOL_ID, part),
        part,
      })),
    )
    await seedUsageStories(backends, services, users)
    for (const part of withUsage) done(part)
  }
  // A start that was interrupted in the past goes on in the present.
  await leavePast(services)
  await Promise.all(
    missing
      .filter(({ email }) => !settings.read().seeded.includes(email))
      .map(async (part) => {
        await seedPerson(backends, services, part)
        done(part)
      }),
  )
  const logins = await Promise.all(
    parts.map(async ({ email, password, plan, planName, note }) => {
      const userId = await findUser(backends.cognito, services.settings.COGNITO_USER_POOL_ID, email)
      return userId ? [{ email, password, plan, planName, note, userId }] : []
    }),
  )
  return logins.flat()
}

/** A user's `sub`, or `null` if no user has the address. */
async function findUser(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  email: string,
): Promise<string | null> {
  try {
    const { Username } = await cognito.send(
      new AdminGetUserCommand({ UserPoolId, Username: email }),
    )
    return Username ?? null
  } catch (error) {
    if (error instanceof UserNotFoundException) return null
    throw error
  }
}

async function seedPerson(
  { cognito, stripe }: SeedBackends,
  services: Services,
  part: DemoAccount,
) {
  const { COGNITO_USER_POOL_ID: UserPoolId, GROUP_PREFIX } = services.settings
  const userId = await ensureUser(cognito, UserPoolId, part)
  if (part.staffGroup) {
    const GroupName = groupName(GROUP_PREFIX, part.staffGroup)
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: userId, GroupName }))
  }
  const account = await ensureAccount(services, { userId, username: userId, email: part.email })
  if (part.buys) {
    const { customerId } = await ensureCustomer(services, account)
    await createDemoSubscription(stripe, services.catalog, customerId, part.buys)
  }
  await sync(services, userId, { cause: { kind: 'sign_up' } })
}

/** Makes sure that the user exists and can sign in. Returns their `sub`. */
async function ensureUser(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  { email, password }: DemoAccount,
): Promise<string> {
  const who = { UserPoolId, Username: email }
  try {
    await cognito.send(
      new AdminCreateUserCommand({
        ...who,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    )
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error
  }
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...who, Password: password, Permanent: true }),
  )
  const { Username = '' } = await cognito.send(new AdminGetUserCommand(who))
  return Username
}
