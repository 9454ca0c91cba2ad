import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import dynalite from 'dynalite'
import { DynamoError } from './errors'

/** An attribute map in DynamoDB's own JSON: `{ pk: { S: 'user#1' } }`. */
export type Item = Record<string, Record<string, unknown>>

export type Engine = {
  /** Answers an HTTP request as dynalite would, headers and bytes included. */
  answer(request: RawRequest): Promise<RawAnswer>
  /** Calls one operation. Throws a `DynamoError` if it fails. */
  call(operation: string, params: object): Promise<Record<string, unknown>>
  get(table: string, key: Item): Promise<Item | null>
  /** The names of the table's key attributes, partition key first. */
  keyNames(table: string): Promise<string[]>
  close(): Promise<void>
}

type RawRequest = { method?: string; url?: string; headers: IncomingHttpHeaders; body: Buffer }
type RawAnswer = { status: number; headers: OutgoingHttpHeaders; body: string }

export async function openEngine(path?: string): Promise<Engine> {
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  // Requests reach it in process, by event. It listens only because it closes its database together
  // with a listening server, and not without.
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })

  const answer = ({ body, ...head }: RawRequest) =>
    new Promise<RawAnswer>((resolve) => {
      const headers: OutgoingHttpHeaders = {}
      const request = Object.assign(Readable.from(body.length ? [body] : []), head)
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: string | number) => {
          headers[name] = value
        },
        end(text = '') {
          resolve({ status: this.statusCode, headers, body: text })
        },
      }
      server.emit('request', request, response)
    })

  const call: Engine['call'] = async (operation, params) => {
    const { status, body } = await answer({
      method: 'POST',
      url: '/',
      headers: { ...signed, 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: Buffer.from(JSON.stringify(params)),
    })
    const result = JSON.parse(body || '{}')
    if (status !== 200) throw DynamoError.from(result)
    return result
  }

  return {
    answer,
    call,
    async get(TableName, Key) {
      const { Item } = await call('GetItem', { TableName, Key, ConsistentRead: true })
      return (Item as Item | undefined) ?? null
    },
    async keyNames(TableName) {
      const { Table } = await call('DescribeTable', { TableName })
      return (Table as { KeySchema: { AttributeName: string }[] }).KeySchema.map(
        (key) => key.AttributeName,
      )
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}

/** dynalite checks the format of a signature, not its value. */
const signed = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=local',
}
