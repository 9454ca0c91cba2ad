import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { documentClient } from '@/lib/db/dynamo/client'
import { cognitoClient } from '@/lib/identity/cognito/client'
import { sesClient, sesMails } from '@/lib/mail/ses-mails'

/** Accepts every connection and request, and never answers. */
let silent: Server
let where: { region: string; endpoint: string; timeoutMs: number }
let asked = 0

beforeAll(async () => {
  silent = createServer(() => {
    asked++
  })
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  const { port } = silent.address() as AddressInfo
  where = { region: 'eu-central-1', endpoint: `http://127.0.0.1:${port}`, timeoutMs: 50 }
})
afterAll(() => {
  silent.closeAllConnections()
  silent.close()
})

it.each([
  [
    'DynamoDB',
    () => documentClient(where).send(new GetCommand({ TableName: 't', Key: { pk: 'a' } })),
  ],
  [
    'DynamoDB, through the fast path',
    () =>
      documentClient({ ...where, fastPath: true }).send(
        new GetCommand({ TableName: 't', Key: { pk: 'a' } }),
      ),
  ],
  [
    'Cognito',
    () => cognitoClient(where).send(new AdminGetUserCommand({ UserPoolId: 'p', Username: 'u' })),
  ],
  [
    'SES',
    () =>
      sesMails(sesClient(where), 'a@example.com').send({
        to: 'b@example.com',
        subject: 's',
        text: 't',
        html: 'h',
      }),
  ],
])('%s fails with an error if the backend never answers', async (_, call) => {
  const before = asked

  await expect(call()).rejects.toThrow(/timed? ?out|timeout/i)

  expect(asked).toBeGreaterThan(before)
})

it('leaves out the copies of inputs and answers that the SDK makes for its log', () => {
  const steps = (client: { middlewareStack: { identify(): string[] } }) =>
    client.middlewareStack.identify().join()

  expect(steps(new CognitoIdentityProviderClient(where))).toContain('loggerMiddleware')
  expect(steps(cognitoClient(where))).not.toContain('loggerMiddleware')
  expect(steps(documentClient(where))).not.toContain('loggerMiddleware')
})
