import { Router } from 'cognito-local/lib/server/Router.js'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { listen } from '../listen'
import type { NewMail } from '../mailbox/mails'
import { isForeignRequest } from '../origin-guard'
import { operations } from './operations'
import { ensurePool } from './pool'
import { cognitoServices, context, type LambdaTriggers } from './services'
import { openStores } from './store'
import { openSigner } from './tokens'
import { lowerCaseEmail, refusal, reply } from './wire'

export type LocalCognito = {
  endpoint: string
  issuer: string
  userPoolId: string
  clientId: string
  close(): Promise<void>
}

/**
 * Cognito on a port, with one user pool and one client without a secret, for browsers. The pool is
 * created at the first start and kept in `folder`. Codes are sent to `mail`; triggers are invoked
 * at `lambda`.
 */
export async function startCognito(options: {
  folder: string
  mail: (mail: NewMail) => unknown
  port?: number
  lambda?: LambdaTriggers
  /** The origin of the app, whose pages call Cognito. Those of no other site may. */
  appUrl?: string
}): Promise<LocalCognito> {
  const friends = options.appUrl ? [options.appUrl] : []
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
  const app = new Hono()
    .use(async (context, next) => {
      if (isForeignRequest(context.req.raw, friends)) {
        return context.text('Not from another site.', 403)
      }
      await next()
    })
    .use(cors({ origin: friends }))
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
        const pass = async (name: string, fields = request) => route(name)(context, fields)
        const answer = own ? await own({ services, request, pass }) : await pass(operation)
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
