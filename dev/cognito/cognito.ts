import { randomBytes } from 'node:crypto'
import { CognitoError, UnsupportedError } from 'cognito-local/lib/errors.js'
import { Router } from 'cognito-local/lib/server/Router.js'
import type { Services } from 'cognito-local/lib/services/index.js'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { listen } from '../listen'
import type { NewMail } from '../mailbox/mails'
import { type Request as Fields, operations } from './operations'
import { cognitoServices, context, type LambdaTriggers } from './services'
import { openStores } from './store'
import { openSigner } from './tokens'

export type LocalCognito = {
  endpoint: string
  issuer: string
  userPoolId: string
  clientId: string
  close(): Promise<void>
}

/**
 * Cognito on a port, with one user pool and one client that browsers use without a secret. The pool is made at first
 * and kept in `folder`; codes go to `mail`; triggers run where `lambda` says.
 */
export async function startCognito(options: {
  folder: string
  mail: (mail: NewMail) => unknown
  port?: number
  lambda?: LambdaTriggers
}): Promise<LocalCognito> {
  let endpoint = ''
  const issuerOf = (userPoolId: string) => `${endpoint}/${userPoolId}`
  const signer = openSigner(options.folder)
  const stores = openStores(`${options.folder}/pools`)
  const services = await cognitoServices({
    ...options,
    folder: `${options.folder}/pools`,
    stores,
    signer,
    issuerOf,
  })
  const pool = await ensurePool(services)
  const route = Router(services)
  const pass = async (operation: string, request: Fields) => route(operation)(context, request)

  const app = new Hono()
    .use(cors())
    .get('/:pool/.well-known/jwks.json', ({ json }) => json({ keys: [signer.jwk] }))
    .get('/:pool/.well-known/openid-configuration', ({ req, json }) => {
      const issuer = issuerOf(req.param('pool'))
      return json({
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    })
    .post('/', async ({ req }) => {
      const operation = req.header('x-amz-target')?.split('.')[1] ?? ''
      const own = operations.get(operation)
      try {
        const request = lowerCaseEmail(await req.json())
        const answer = own ? await own(services, request, pass) : await pass(operation, request)
        return reply(200, answer)
      } catch (error) {
        return refusal(operation, error)
      }
    })

  const server = await listen(app.fetch, options.port ?? 0)
  endpoint = `http://localhost:${server.port}`
  return {
    endpoint,
    issuer: issuerOf(pool.userPoolId),
    ...pool,
    async close() {
      await server.close()
      stores.flush()
    },
  }
}

/** The pool and its client are told apart by nothing but being the first: a folder holds one of each. */
async function ensurePool({ cognito }: Services) {
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

/** Cognito's addresses have no case. */
function lowerCaseEmail(request: Fields): Fields {
  const lower = (value: unknown) =>
    typeof value === 'string' && value.includes('@') ? value.toLowerCase() : value
  const { AuthParameters, UserAttributes, ...rest } = structuredClone(request)
  if (isRecord(AuthParameters)) AuthParameters.USERNAME = lower(AuthParameters.USERNAME)
  if (Array.isArray(UserAttributes)) {
    for (const item of UserAttributes) if (item?.Name === 'email') item.Value = lower(item.Value)
  }
  if (typeof rest.Username === 'string') rest.Username = lower(rest.Username) as string
  return {
    ...rest,
    ...(AuthParameters ? { AuthParameters } : {}),
    ...(UserAttributes ? { UserAttributes } : {}),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

function refusal(operation: string, error: unknown): Response {
  if (error instanceof CognitoError) {
    return reply(400, { __type: error.code, message: error.message })
  }
  if (error instanceof UnsupportedError) {
    const message = `The local Cognito does not know ${operation || 'a request without X-Amz-Target'}`
    return reply(400, { __type: 'UnknownOperationException', message })
  }
  console.error(`cognito ${operation}:`, error)
  return reply(500, { __type: 'InternalErrorException', message: 'See the terminal of the stack' })
}

/** Dates are seconds in AWS's JSON. `JSON.stringify` has made them strings before a replacer sees them. */
function reply(status: number, body: unknown): Response {
  const text = JSON.stringify(body, function (this: Record<string, unknown>, key, value) {
    const original = this[key]
    return original instanceof Date ? Math.floor(original.getTime() / 1000) : value
  })
  return new Response(text, { status, headers: { 'content-type': 'application/x-amz-json-1.1' } })
}

function randomName(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('')
}
