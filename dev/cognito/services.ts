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
import { codeMail } from './mails'
import { askFunction, type TokenVersion } from './pre-token-generation'
import type { Stores } from './store'
import { type Signer, tokenGenerator } from './tokens'

/** `tokenVersion` is that of the event for PreTokenGeneration; a pool's basic plan has V1_0 alone. */
export type LambdaTriggers = {
  endpoint: string
  functions: FunctionConfig
  tokenVersion?: TokenVersion
}

/**
 * cognito-local, put together by hand. Its own composition loads AWS SDK v2 (slow, and with a notice at every start)
 * to call Lambda and KMS; here Lambda is called with v3, and KMS, for custom mail senders, is left out.
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
        ? (occasion) => askFunction(client, tokenFunction, tokenVersion, occasion)
        : null,
      issuerOf,
    ),
    otp: () => String(randomInt(1_000_000)).padStart(6, '0'),
    messages: {
      async deliver(_context, source, _clientId, _userPoolId, _user, code, _metadata, details) {
        mail(codeMail(source, details.Destination, code))
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

/** Only errors are worth a line in the terminal: refusals go to whoever asked. */
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
