import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { startCognito } from '@/dev/cognito/cognito'
import type { LambdaTriggers } from '@/dev/cognito/services'
import { startLambda } from '@/dev/lambda/lambda'
import { appEnv } from '@/dev/stack/env'
import { newFolder, removeFolder, spawnStack } from '@/e2e/support/stack'
import { preTokenGeneration } from '@/lambda/pre-token-generation'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { createServices } from '@/lib/services'
import { ensureAccount } from '@/lib/sync/account'
import { median, quantile } from './support/statistics'

/**
 * `npx tsx bench/sign-in.ts`: what the pre-token function adds to a sign-in, on the local stack. It
 * signs in to two user pools in turn, which differ only in that function.
 */
const { values: flags } = parseArgs({ options: { times: { type: 'string', default: '300' } } })

const folder = newFolder()
const stack = await spawnStack('stack', { folder })
try {
  Object.assign(
    process.env,
    appEnv({ ...stack, appUrl: stack.app, cronSecret: 'x'.repeat(16) }, {}),
  )
  const services = createServices(process.env)
  const answer = preTokenGeneration(services)
  const lambda = await startLambda({ 'pre-token': async () => ({ handler: answer }) })
  const functions = { PreTokenGeneration: 'pre-token' }
  const pools = {
    without: await pool('without', undefined),
    'with it': await pool('with', { endpoint: lambda.endpoint, functions }),
  }
  const tookMs: Record<string, number[]> = { without: [], 'with it': [] }
  for (let turn = -20; turn < Number(flags.times); turn++) {
    for (const [name, signIn] of Object.entries(pools)) {
      const startedAt = performance.now()
      await signIn()
      if (turn >= 0) tookMs[name]?.push(performance.now() - startedAt)
    }
  }
  const round = (value: number) => Number(value.toFixed(2))
  console.table(
    Object.fromEntries(
      Object.entries(tookMs).map(([name, values]) => [
        name,
        { 'median ms': round(median(values)), 'p99 ms': round(quantile(values, 0.99)) },
      ]),
    ),
  )

  console.log(
    'No target: it should be small compared with the 5 s that Cognito waits for the function.',
  )
  console.log('Left out: the cold start of Lambda, and the network between Lambda and DynamoDB.')

  /** A pool with one user. Returns a function that signs the user in. */
  async function pool(name: string, lambda: LambdaTriggers | undefined) {
    const { endpoint, userPoolId, clientId } = await startCognito({
      folder: join(folder, `pool-${name}`),
      mail: () => {},
      ...(lambda && { lambda }),
    })
    const client = cognitoClient({ region: 'us-east-1', endpoint })
    const who = { UserPoolId: userPoolId, Username: 'ada@example.com' }
    const Password = 'Correct-horse-1'
    const { User } = await client.send(
      new AdminCreateUserCommand({ ...who, MessageAction: 'SUPPRESS' }),
    )
    await client.send(new AdminSetUserPasswordCommand({ ...who, Password, Permanent: true }))
    const userId = User?.Username ?? ''
    await ensureAccount(services, { userId, username: userId, email: who.Username })
    const asked = {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: who.Username, PASSWORD: Password },
    } as const
    return () => client.send(new InitiateAuthCommand(asked))
  }
} finally {
  await stack.stop()
  removeFolder(folder)
}
// The servers of the two pools would keep the process alive.
process.exit()
