import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Issuer = {
  issuer: string
  clientId: string
  /** Signs a token with the usual claims, plus these; these win. */
  sign(claims: Record<string, unknown>): string
}

let running: Promise<Issuer> | undefined

/** A user pool's issuer on a loopback port, with its own key. All tests in a process share one. */
export function startIssuer(): Promise<Issuer> {
  running ??= start()
  return running
}

async function start(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' }
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json')
    // With keep-alive, a client could reuse the connection at the moment we close it.
    response.setHeader('connection', 'close')
    response.end(JSON.stringify({ keys: [jwk] }))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // It needs no closing: it doesn't keep the process alive.
  server.unref()

  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}/us-east-1_Test`
  const clientId = 'test-client'
  const header = encode({ alg: 'RS256', kid: 'test' })
  return {
    issuer,
    clientId,
    sign(claims) {
      const usual = { iss: issuer, client_id: clientId, token_use: 'access', scope: 'openid' }
      const content = `${header}.${encode({ ...usual, ...claims })}`
      return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`
    },
  }
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
