import { describeError } from '@/lib/errors'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { createServices } from '@/lib/services'
import { runCognitoGroups } from './run-cognito-groups'
import { setupEnv } from './stack-env'

/**
 * `npm run cognito:groups`               makes the pool's groups match the catalog: one for each plan and
 *                                        each kind of staff, with precedence and description
 * `npm run cognito:groups -- --dry-run`  only says what is different
 *
 * With COGNITO_USER_POOL_ID, AWS_REGION, GROUP_PREFIX and CATALOG set it works on that pool; without a
 * pool, on the local stack that runs in this folder. It never deletes a group and moves nobody. Exit
 * codes: 0 all matches, 3 a dry run found a difference, 1 it could not finish.
 */
try {
  const env = setupEnv('COGNITO_USER_POOL_ID')
  // The AWS SDK reads its credentials from the process, wherever ours came from.
  Object.assign(process.env, env)
  const { settings, catalog } = createServices(env)
  process.exitCode = await runCognitoGroups(
    {
      client: cognitoClient({
        region: settings.AWS_REGION,
        endpoint: settings.COGNITO_ENDPOINT,
      }),
      poolId: settings.COGNITO_USER_POOL_ID,
      prefix: settings.GROUP_PREFIX,
      catalog,
      log: console.log,
    },
    process.argv.slice(2),
  )
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
