import { randomBytes } from 'node:crypto'
import type { Services } from 'cognito-local/lib/services/index.js'
import { context } from './services'

/** Returns the first pool and its first client, or creates them: a folder has one of each. */
export async function ensurePool({ cognito }: Services) {
  const [existing] = await cognito.listUserPools(context)
  const pool =
    existing ??
    (await cognito.createUserPool(context, {
      // Shaped like a real one: Amplify reads the region from it.
      Id: `us-east-1_${randomName(9)}`,
      Name: 'tollgate-local',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      CreationDate: new Date(),
      LastModifiedDate: new Date(),
    }))

  const [known] = await cognito.listAppClients(context, pool.Id)
  if (known) return { userPoolId: pool.Id, clientId: known.ClientId }

  const clientId = randomName(26).toLowerCase()
  const poolService = await cognito.getUserPool(context, pool.Id)
  await poolService.saveAppClient(context, {
    ClientId: clientId,
    ClientName: 'web',
    UserPoolId: pool.Id,
    CreationDate: new Date(),
    LastModifiedDate: new Date(),
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    EnableTokenRevocation: true,
    PreventUserExistenceErrors: 'ENABLED',
    // Short, because a token that was issued can't be taken back.
    AccessTokenValidity: 15,
    IdTokenValidity: 15,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
  })
  return { userPoolId: pool.Id, clientId }
}

function randomName(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('')
}
