import { randomInt } from 'node:crypto'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { Config } from 'cognito-local/lib/server/config.js'
import { DateClock } from 'cognito-local/lib/services/clock.js'
import { CognitoServiceFactoryImpl } from 'cognito-local/lib/services/cognitoService.js'
import type { Context } from 'cognito-local/lib/services/context.js'
import type { Services } from 'cognito-local/lib/services/index.js'
import { type FunctionConfig, LambdaService } from 'cognito-local/lib/services/lambda.js'
import { TriggersService } from 'cognito-local/lib/services/triggers/triggers.js'
import { UserPoolServiceFactoryImpl } from 'cognito-local/lib/services/userPoolService.js'
import type { NewMail } from '../mailbox/mails'
import { cognitoDefaultMail } from './mails'
import { invokeFunction, type TokenVersion } from './pre-token-generation'
import type { Stores } from './store'
import { type Signer, tokenGenerator } from './tokens'

/**
 * `tokenVersion` is the version of the PreTokenGeneration event. Pools on the basic plan have only
 * V1_0.
 */
export type LambdaTriggers = {
  endpoint: string
  functions: FunctionConfig
  tokenVersion?: TokenVersion
}

/**
 * Composes cognito-local's services. Its own composition loads AWS SDK v2 to call Lambda and KMS,
 * which is slow and prints a notice at every start. This one calls Lambda with v3, and leaves out
 * KMS, which is only for custom mail senders.
 */
export async function cognitoServices(options: {
  folder: string
  stores: Stores
  signer: Signer
  issuerOf: (userPoolId: string) => string
  lambda?: LambdaTriggers
  mail: (mail: NewMail) => unknown
}): Promise<Services> {
  const { folder, stores, signer, issuerOf, mail } = options
  const clock = new DateClock()
  const cognito = await new CognitoServiceFactoryImpl(
    folder,
    stores,
    new UserPoolServiceFactoryImpl(clock, stores),
  ).create(context, { UsernameAttributes: ['email'] })

  const { endpoint, functions, tokenVersion = 'V2_0' } = options.lambda ?? noTriggers
  const client = lambdaClient(endpoint)
  const lambda = new LambdaService(functions, asVersion2(client))
  const { PreTokenGeneration: tokenFunction } = functions
  const triggers = new TriggersService(clock, cognito, lambda, noCrypto)

  return {
    clock,
    cognito,
    triggers,
    tokenGenerator: tokenGenerator(
      signer,
      tokenFunction
        ? (trigger) => invokeFunction(client, tokenFunction, tokenVersion, trigger)
        : null,
      issuerOf,
    ),
    otp: () => String(randomInt(1_000_000)).padStart(6, '0'),
    messages: {
      async deliver(context, source, clientId, userPoolId, user, code, _metadata, details) {
        const own = cognitoDefaultMail(source, details.Destination, code)
        const custom = triggers.enabled('CustomMessage')
          ? await triggers.customMessage(context, {
              clientId: clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
              clientMetadata: undefined,
              code,
              source: `CustomMessage_${source}`,
              userAttributes: user.Attributes,
              username: user.Username,
              userPoolId,
            })
          : null
        const { emailSubject: subject, emailMessage: html } = custom ?? {}
        mail({ ...own, ...(subject && { subject }), ...(html && { html }) })
      },
    },
    config: {
      LambdaClient: {},
      TriggerFunctions: functions,
      UserPoolDefaults: { UsernameAttributes: ['email'] },
      ServerConfig: { port: 0, hostname: '', development: false, https: false },
      TokenConfig: {},
    } satisfies Config,
  }
}

const quiet = () => {}

/** Only unexpected errors are logged: the others are answered to the client. */
export const context: Context = {
  logger: {
    child: () => context.logger,
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (...problem: unknown[]) => console.error('cognito:', ...problem),
  },
}

const noTriggers: LambdaTriggers = { endpoint: '', functions: {} }

const lambdaClient = (endpoint: string) =>
  new LambdaClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })

/** The one method of SDK v2's client that cognito-local calls, on top of v3's. */
function asVersion2(client: LambdaClient) {
  const invoke = (params: { FunctionName: string; Payload: string }) => ({
    async promise() {
      const answer = await client.send(new InvokeCommand(params))
      return { ...answer, Payload: answer.Payload?.transformToString() }
    },
  })
  return { invoke } as unknown as ConstructorParameters<typeof LambdaService>[1]
}

const noCrypto = {} as ConstructorParameters<typeof TriggersService>[3]
