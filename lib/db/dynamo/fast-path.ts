import { randomUUID } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { signer } from './sigv4'

/** What deliveries and gates are made of. */
const operations: Record<string, string> = {
  GetItemCommand: 'GetItem',
  UpdateItemCommand: 'UpdateItem',
  TransactWriteItemsCommand: 'TransactWriteItems',
}

/**
 * Sends the calls that a request waits for past the SDK's pipeline, which takes five times the CPU of
 * signing a body and sending it. Whatever is not answered with a 200, and any answer with binary
 * values, is left to the SDK, which sends the call again: so retries, errors, clock skew and
 * credentials stay its business. A write that was carried out but not answered is then sent twice, as
 * it is when the SDK itself retries.
 *
 * On with `DYNAMODB_FAST_PATH=1`. It has run against the local DynamoDB only, never against AWS.
 */
export function installFastPath(client: DynamoDBClient, timeoutMs: number): void {
  let post: Post | null = null

  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const operation = operations[commandName]
        if (!operation || !post) return next(args)
        // One token for both ways: DynamoDB must not take the second for another transaction.
        const input =
          operation === 'TransactWriteItems'
            ? { ClientRequestToken: randomUUID(), ...args.input }
            : args.input
        const answer = await post(operation, JSON.stringify(onTheWire(input)))
        if (answer === null || hasBinary(answer)) return next({ ...args, input })
        return { response: undefined, output: { ...plain(answer), $metadata: {} } }
      },
    { step: 'serialize', priority: 'high', name: 'shortCut' },
  )

  // The first call goes the long way, and shows where the SDK finds DynamoDB.
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

type Post = (operation: string, body: string) => Promise<string | null>

/** Answers the body of a 200, and `null` to anything else, whatever went wrong. */
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
          resolve(answer.statusCode === 200 ? Buffer.concat(chunks).toString() : null),
        )
      })
      sent.on('error', () => resolve(null))
      sent.on('timeout', () => sent.destroy(new Error('DynamoDB took too long')))
      sent.end(body)
    })
  }
}

type Row = Record<string, AttributeValue>

/** What of an input is plain values, which the document client would turn into DynamoDB's. */
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

/** In a text the quotes would be escaped. What is sent DynamoDB refuses by itself. */
const hasBinary = (answer: string) => answer.includes('"B":"')

/** Rows as plain values; past the SDK nobody else does it. */
function plain(answer: string): Record<string, unknown> {
  const { Item, Attributes }: { Item?: Row; Attributes?: Row } = JSON.parse(answer)
  return {
    ...(Item && { Item: unmarshall(Item) }),
    ...(Attributes && { Attributes: unmarshall(Attributes) }),
  }
}
