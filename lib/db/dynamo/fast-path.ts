import { randomUUID } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { z } from 'zod'
import { signer } from './sigv4'

/** The operations that webhook deliveries and gates use. */
const operations: Record<string, string> = {
  GetItemCommand: 'GetItem',
  UpdateItemCommand: 'UpdateItem',
  TransactWriteItemsCommand: 'TransactWriteItems',
}

/**
 * Makes the client bypass the SDK's pipeline, which takes five times the CPU of signing and sending
 * a body. A response that isn't a 200, or that has binary values, is discarded and the SDK sends
 * the call again: so the SDK still handles retries, errors, clock skew and credentials. A write
 * that succeeded without a response is then sent twice, as when the SDK itself retries. A condition
 * that didn't hold is final, and is thrown at once.
 *
 * Enabled with `DYNAMODB_FAST_PATH=1`. It has run against the local DynamoDB only, never against
 * AWS.
 */
export function installFastPath(client: DynamoDBClient, timeoutMs: number): void {
  let post: Post | null = null

  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const operation = operations[commandName]
        if (!operation || !post) return next(args)
        // Both attempts share one token, so that DynamoDB doesn't run the transaction twice.
        const input =
          operation === 'TransactWriteItems'
            ? { ClientRequestToken: randomUUID(), ...args.input }
            : args.input
        const answer = await post(operation, JSON.stringify(onTheWire(input)))
        if (answer === null || hasBinary(answer.body)) return next({ ...args, input })
        const { status, body } = answer
        if (status === 200) {
          return { response: undefined, output: { ...plain(body), $metadata: {} } }
        }
        const refused = refusedCondition(body)
        if (refused) throw refused
        return next({ ...args, input })
      },
    { step: 'serialize', priority: 'high', name: 'shortCut' },
  )

  // The first call goes through the SDK, which resolves DynamoDB's endpoint.
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args)
      if (!post && context.endpointV2) {
        post = poster(client, context.endpointV2.url, await client.config.region(), timeoutMs)
      }
      return answer
    },
    { step: 'finalizeRequest', priority: 'low', name: 'learnEndpoint' },
  )
}

type Post = (operation: string, body: string) => Promise<{ status: number; body: string } | null>

/** Sends a request. `null` without a response. */
function poster({ config }: DynamoDBClient, url: URL, region: string, timeoutMs: number): Post {
  const { request, Agent } = url.protocol === 'http:' ? http : https
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const { hostname, port, host } = url
  const where = { hostname, port, method: 'POST', agent, timeout: timeoutMs }
  const sign = signer({ region, service: 'dynamodb' })

  return async (operation, body) => {
    const named = {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    }
    const at = new Date(Date.now() + (config.systemClockOffset ?? 0))
    const headers = sign(await config.credentials(), at, named, body)
    return new Promise((resolve) => {
      const sent = request({ ...where, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', () => resolve(null))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        )
      })
      sent.on('error', () => resolve(null))
      sent.on('timeout', () => sent.destroy(new Error('DynamoDB took too long')))
      sent.end(body)
    })
  }
}

type Row = Record<string, AttributeValue>

/** The input fields with plain values, which the document client would convert. */
const rows = ['Key', 'Item', 'ExpressionAttributeValues']

function onTheWire(input: object): object {
  return Object.fromEntries(
    Object.entries(input).map(([name, given]) => [
      name,
      name === 'TransactItems'
        ? given.map((item: object) => mapValues(item, onTheWire))
        : rows.includes(name) && given
          ? marshall(given, { removeUndefinedValues: true })
          : given,
    ]),
  )
}

const mapValues = (object: object, change: (value: object) => object) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))

/**
 * Detects binary values in a response. In a string the quotes would be escaped. Binary input needs
 * no check, as DynamoDB refuses it.
 */
const hasBinary = (answer: string) => answer.includes('"B":"')

/** Converts a response to plain values, as the document client does. */
function plain(answer: string): Record<string, unknown> {
  const { Item, Attributes }: { Item?: Row; Attributes?: Row } = JSON.parse(answer)
  return {
    ...(Item && { Item: unmarshall(Item) }),
    ...(Attributes && { Attributes: unmarshall(Attributes) }),
  }
}

/** The SDK's error of a response that says that a condition didn't hold; `null` for any other. */
function refusedCondition(
  answer: string,
): ConditionalCheckFailedException | TransactionCanceledException | null {
  const refusal = Refusal.safeParse(jsonOrNull(answer))
  if (!refusal.success) return null
  const { __type, message, Message, CancellationReasons = [] } = refusal.data
  const error = { message: message ?? Message ?? __type, $metadata: { httpStatusCode: 400 } }
  switch (__type.split('#').at(-1)) {
    case 'ConditionalCheckFailedException':
      return new ConditionalCheckFailedException(error)
    case 'TransactionCanceledException':
      return CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed')
        ? new TransactionCanceledException({ ...error, CancellationReasons })
        : null
    default:
      return null
  }
}

/** Our writes don't ask for the item that didn't match, so it is left out. */
const Refusal = z.object({
  __type: z.string(),
  message: z.string().optional(),
  Message: z.string().optional(),
  CancellationReasons: z
    .array(
      z.object({
        Code: z.string().optional(),
        // `null` for an item that nothing is wrong with.
        Message: z
          .string()
          .nullish()
          .transform((words) => words ?? undefined),
      }),
    )
    .optional(),
})

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
