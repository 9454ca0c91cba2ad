import { describeError } from '@/lib/errors'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { createServices } from '@/lib/services'
import { runCognitoGroups } from './run-cognito-groups'
import { setupEnv } from './stack-env'

/**
 * `npm run cognito:groups`               makes the pool's groups match the catalog: one for each
 *                                        plan and staff role, with precedence and description
 * `npm run cognito:groups -- --dry-run`  only reports the differences
 *
 * Works on the pool of COGNITO_USER_POOL_ID, with AWS_REGION, GROUP_PREFIX and CATALOG, or else on
 * the local stack that runs in this folder. It never deletes a group and moves no users. Exit
 * codes: 0 the groups match, 3 a dry run found a difference, 1 it failed.
 */
try {
  const env = setupEnv('COGNITO_USER_POOL_ID')
  // The AWS SDK reads its credentials from the process's environment.
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
