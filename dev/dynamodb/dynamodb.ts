import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { keepAliveMs } from '../listen'
import { isForeignMessage } from '../origin-guard'
import { openEngine } from './engine'
import { DynamoError } from './errors'
import { openJournal } from './journal'
import { createReadWriteLock } from './read-write-lock'
import { transactGet } from './transact-get'
import { transactWrite } from './transact-write'

export type LocalDynamodb = { endpoint: string; close(): Promise<void> }

/**
 * DynamoDB on a port: dynalite, plus the transactions it lacks. With a `path`, the data is kept
 * there, and a transaction that a crash interrupted is undone before the first request. Without,
 * all is in memory.
 */
export async function startDynamodb({
  port = 0,
  path,
}: {
  port?: number
  path?: string
} = {}): Promise<LocalDynamodb> {
  const engine = await openEngine(path)
  const journal = openJournal(path)
  const lock = createReadWriteLock()
  await journal.recover(engine)

  /** The operations that dynalite lacks; `null` for all others. */
  const answerHere = (operation: string, body: string): Promise<object> | null => {
    switch (operation) {
      case 'TransactWriteItems':
        return lock.exclusive(() => transactWrite(engine, journal, parse(body)))
      case 'TransactGetItems':
        return lock.exclusive(() => transactGet(engine, parse(body)))
      case 'UpdateTimeToLive':
        return acceptTimeToLive(parse(body))
      default:
        return null
    }
  }

  const server = createServer(async (request, response) => {
    // No page of any site calls DynamoDB.
    if (isForeignMessage(request)) return response.writeHead(403).end('Not from another site.')
    const body = await readBody(request).catch(() => null)
    if (body === null) return response.destroy()

    const operation = request.headers['x-amz-target']?.toString().split('.')[1] ?? ''
    try {
      const own = await answerHere(operation, body.toString())
      if (own) return sendJson(response, 200, own)

      // Operations that dynalite has pass through unchanged, but never during a transaction.
      const answer = await lock.shared(() =>
        engine.answer({ method: request.method, url: request.url, headers: request.headers, body }),
      )
      response.writeHead(answer.status, answer.headers).end(answer.body)
    } catch (error) {
      if (error instanceof DynamoError) return sendJson(response, 400, error.body)
      console.error('dynamodb:', error)
      sendJson(response, 500, { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError' })
    }
  })

  server.keepAliveTimeout = keepAliveMs
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await lock.exclusive(() => engine.close())
    },
  }
}

/** Nothing is deleted by age here: DynamoDB itself promises only "within a few days". */
async function acceptTimeToLive(params: Record<string, unknown>): Promise<object> {
  return { TimeToLiveSpecification: params.TimeToLiveSpecification }
}

function parse(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body)
  } catch {
    throw new DynamoError('SerializationException', 'The body is not JSON')
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function sendJson(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
  response.end(JSON.stringify(body))
}
