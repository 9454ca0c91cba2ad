import { join } from 'node:path'
import { catalogNamed } from '@/lib/billing/catalog/catalogs/by-name'
import { createServices } from '@/lib/services'
import { makePrivateFolder } from '../atomic-write'
import { startCognito } from '../cognito/cognito'
import { startDynamodb } from '../dynamodb/dynamodb'
import { functions, triggers } from '../functions'
import { startLambda } from '../lambda/lambda'
import { startMailbox } from '../mailbox/mailbox'
import type { SeededLogin } from '../seed/accounts'
import { seedPeople } from '../seed/people'
import { connectBackends, seedParts, seedWebhook } from '../seed/seed'
import { storyDays } from '../seed/usage'
import { takeDirectory } from './directory'
import { appEnv, type Coordinates, chosenCatalog } from './env'
import { choosePorts } from './ports'
import { startScheduler } from './scheduler'
import { openSettings } from './settings'
import { removeStackFile, writeStackFile } from './stack-file'
import { startStripe } from './start-stripe'

export type Stack = {
  at: Coordinates
  /** What the app runs with. */
  env: Record<string, string>
  accounts: SeededLogin[]
  /** Writes `stack.json`: everything is running. */
  announce(): void
  stop(): Promise<void>
}

/**
 * Starts Cognito, DynamoDB, Stripe, the mailbox and Lambda in this process, with all they hold. AWS
 * clients read their credentials from this process's environment: see `setLocalAwsEnv`.
 */
export async function startStack({
  folder,
  reset = false,
  env: chosen = process.env,
}: {
  folder: string
  reset?: boolean
  env?: Record<string, string | undefined>
}): Promise<Stack> {
  const soldCatalog = catalogNamed(chosenCatalog(chosen))
  const { name: catalog } = soldCatalog
  const directory = takeDirectory(folder, { reset })
  const stackFile = directory.file('stack.json')
  removeStackFile(stackFile)
  // Each catalog has its own users, prices and groups, and finds them again after a switch.
  makePrivateFolder(directory.file(catalog))
  const catalogFile = (name: string) => directory.file(join(catalog, name))
  const settings = openSettings(catalogFile('settings.json'))
  const { stripeSecretKey: secretKey, cronSecret, trialKey, serviceKey } = settings.read()
  const ports = await choosePorts(chosen)
  const appUrl = `http://localhost:${ports.app}`
  // What our Lambda functions are configured with. They read it when they first run, which is after
  // it has been filled in below.
  const functionEnv = { ...chosen }

  const [mailbox, lambda, dynamodb, stripe] = await Promise.all([
    startMailbox({ port: ports.mailbox, file: catalogFile('mailbox.json') }),
    startLambda(functions(createServices(functionEnv))),
    chosen.DYNAMODB_ENDPOINT
      ? sharedDynamodb(chosen.DYNAMODB_ENDPOINT, settings.read().table)
      : startOwnDynamodb({ port: ports.dynamodb, path: catalogFile('dynamodb') }),
    startStripe({
      port: ports.stripe,
      file: catalogFile('stripe.json'),
      secretKey,
      beginsDaysAgo: storyDays(soldCatalog),
    }),
  ])
  const cognito = await startCognito({
    port: ports.cognito,
    appUrl,
    folder: catalogFile('cognito'),
    mail: mailbox.receive,
    lambda: { endpoint: lambda.endpoint, functions: triggers },
  })

  const { endpoint, issuer, userPoolId, clientId } = cognito
  const at: Coordinates = {
    appUrl,
    cronSecret,
    trialKey,
    serviceKey,
    stripe: { url: stripe.url, secretKey, webhookSecret: 'whsec_not_listening_yet' },
    cognito: { endpoint, issuer, userPoolId, clientId },
    dynamodb: { endpoint: dynamodb.endpoint, table: dynamodb.table },
    mailbox: { url: mailbox.url },
  }
  const services = createServices({ ...chosen, ...appEnv(at, chosen) })
  const backends = connectBackends(at, services.settings.AWS_REGION)
  await seedParts(backends, services)
  const accounts = await seedPeople(backends, services, settings)
  // Last, so that the app doesn't get the events of the seed at its first start.
  at.stripe.webhookSecret = await seedWebhook(backends, services, appUrl, settings)
  const env: Record<string, string> = {
    ...appEnv(at, chosen),
    DEMO_ACCOUNTS: JSON.stringify(accounts),
  }
  const summary = { app: appUrl, catalog, groupPrefix: env.GROUP_PREFIX ?? '' }
  Object.assign(functionEnv, env)

  const scheduler = startScheduler({ appUrl, cronSecret })

  return {
    at,
    env,
    accounts,
    announce: () => writeStackFile(stackFile, { ...summary, ...at, accounts }),
    async stop() {
      removeStackFile(stackFile)
      scheduler.stop()
      await Promise.allSettled([cognito.close(), stripe.close(), mailbox.close(), lambda.close()])
      await dynamodb.close()
      directory.release()
    },
  }
}

type Dynamodb = { endpoint: string; table: string; close(): Promise<void> }

async function startOwnDynamodb(options: { port: number; path: string }): Promise<Dynamodb> {
  return { ...(await startDynamodb(options)), table: 'tollgate' }
}

/** One that was started apart, such as AWS's DynamoDB Local. It stays when the stack stops. */
const sharedDynamodb = (endpoint: string, table: string): Dynamodb => ({
  endpoint,
  table,
  close: async () => {},
})
