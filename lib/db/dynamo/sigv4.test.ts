import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import { signer } from './sigv4'

/** What the SDK would send, and with which headers; nothing leaves this process. */
async function sentBySdk(credentials: {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}) {
  const client = new DynamoDBClient({ region: 'eu-west-3', credentials })
  let sent: { headers: Record<string, string>; body: string } | undefined
  client.middlewareStack.add(
    () => async (args) => {
      // This runs just after signing, so the request is an HTTP request.
      sent = args.request as NonNullable<typeof sent>
      throw new Error('Not sent')
    },
    { step: 'deserialize', priority: 'low' },
  )
  const Key = { pk: { S: 'USER#äöü' }, sk: { S: 'ACCOUNT' } }
  await client.send(new GetItemCommand({ TableName: 'table', Key })).catch(() => null)
  if (!sent) throw new Error('Nothing was signed')
  return sent
}

it.each([
  ['a user', { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' }],
  [
    'a role with temporary credentials',
    {
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'bPxRfiCYEXAMPLE',
      sessionToken: 'IQoJb3Jp/w==',
    },
  ],
])('signs as the SDK does for %s', async (_, credentials) => {
  const { headers, body } = await sentBySdk(credentials)
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? []
  const ownToGive = signed.filter((name) => !['x-amz-date', 'x-amz-security-token'].includes(name))
  const [date = ''] = [headers['x-amz-date']]
  const at = new Date(date.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'))

  const sign = signer({ region: 'eu-west-3', service: 'dynamodb' })
  const given = Object.fromEntries(ownToGive.map((name) => [name, headers[name] ?? '']))

  expect(signed).toContain('host')
  // Twice, because the day's key is cached.
  for (let time = 0; time < 2; time++) {
    expect(sign(credentials, at, given, body).authorization).toBe(headers.authorization)
  }
})

it('caches the key for one day and one secret only', () => {
  const sign = signer({ region: 'us-east-1', service: 'dynamodb' })
  const one = { accessKeyId: 'A', secretAccessKey: 'one' }
  const signed = (by: typeof one, time: string) => sign(by, new Date(time), {}, '').authorization
  const before = signed(one, '2026-03-01T23:59:59Z')

  expect(signed(one, '2026-03-02T00:00:00Z')).not.toBe(before)
  expect(signed({ ...one, secretAccessKey: 'two' }, '2026-03-01T23:59:59Z')).not.toBe(before)
  expect(signed(one, '2026-03-01T23:59:59Z')).toBe(before)
})
