import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { marshall } from '@aws-sdk/util-dynamodb'
import { setLocalAwsEnv } from '@/dev/stack/local-aws'
import { dynamoAccountPorts } from '@/lib/db/accounts/dynamo-ports'
import { toItem } from '@/lib/db/accounts/item'
import type { AccountPorts } from '@/lib/db/accounts/ports'
import { documentClient } from '@/lib/db/dynamo/client'
import { account, delivery } from '@/testing/rows'
import { median, spread } from './support/statistics'

/**
 * `npx tsx bench/dynamodb.ts`: the CPU time that a DynamoDB call takes in our process, through the AWS
 * SDK and with DYNAMODB_FAST_PATH=1. Another process answers every call at once with a fixed answer,
 * so only our side of a call is measured. Unlike throughput, CPU time is meaningful on a busy machine
 * too.
 */
const rounds = 9
const calls = 500
const atOnce = 8

setLocalAwsEnv()
const row = account({ customerId: 'cus_1' })
const backend = await startBackend(JSON.stringify({ Item: marshall(toItem(row)) }))
try {
  const portsOver = (fastPath: boolean) =>
    dynamoAccountPorts(
      documentClient({ region: 'us-east-1', endpoint: backend.endpoint, fastPath }),
      'tollgate',
    )
  const sides = { sdk: portsOver(false), fast: portsOver(true) }
  const kinds: Record<string, (ports: AccountPorts) => Promise<unknown>> = {
    'GetItem: read a row': ({ accounts }) => accounts.get(row.userId),
    'UpdateItem: save a row': ({ accountWrites }) => accountWrites.save(row.userId, 0, row, null),
    'TransactWriteItems: save a row with its delivery': ({ accountWrites }) =>
      accountWrites.save(row.userId, 0, row, null, { delivery: delivery() }),
  }
  const table = []
  for (const [kind, call] of Object.entries(kinds)) {
    const times: { sdk: number[]; fast: number[] } = { sdk: [], fast: [] }
    for (let round = -2; round < rounds; round++) {
      const one = {
        sdk: await cpuOf(() => call(sides.sdk)),
        fast: await cpuOf(() => call(sides.fast)),
      }
      // Two rounds of warm-up.
      if (round < 0) continue
      times.sdk.push(one.sdk)
      times.fast.push(one.fast)
    }
    table.push({
      call: kind,
      'AWS SDK, µs': Math.round(median(times.sdk)),
      'DYNAMODB_FAST_PATH=1, µs': Math.round(median(times.fast)),
      'fast path ÷ SDK': spread(times.fast.map((time, at) => time / (times.sdk[at] ?? 0))),
    })
  }
  console.table(table)
  console.log(`CPU time per call; ${rounds} rounds of ${calls} calls: median (min-max). No target.`)
  console.log('Left out: DynamoDB itself, TLS and the network.')
} finally {
  backend.stop()
}

/** Microseconds of this process's CPU per call. */
async function cpuOf(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  for (let made = 0; made < calls; made += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, call))
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (Math.ceil(calls / atOnce) * atOnce)
}

/** Answers a read with `item` and a write with nothing. */
async function startBackend(item: string): Promise<{ endpoint: string; stop(): void }> {
  const script = `
    const http = require('node:http').createServer((request, response) => {
      request.resume()
      request.on('end', () => {
        response.setHeader('content-type', 'application/x-amz-json-1.0')
        response.end(request.headers['x-amz-target'].endsWith('.GetItem') ? process.env.ITEM : '{}')
      })
    })
    http.listen(0, '127.0.0.1', () => console.log(http.address().port))`
  const child = spawn(process.execPath, ['-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ITEM: item },
  })
  const [port] = await once(child.stdout, 'data')
  return {
    endpoint: `http://127.0.0.1:${String(port).trim()}`,
    stop: () => {
      child.kill()
    },
  }
}
