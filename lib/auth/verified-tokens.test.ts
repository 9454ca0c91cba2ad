import { beforeEach, expect, it } from 'vitest'
import type { Token, Tokens } from './token'
import { verifyOnce } from './verified-tokens'

const token: Token = {
  userId: 'user-1',
  username: 'ada',
  groups: ['app-pro'],
  issuedAt: new Date('2026-03-01T12:00:00Z'),
  expiresAt: new Date('2026-03-01T12:15:00Z'),
}

let time: number
let verifications: string[]
const now = () => time

/** Accepts tokens that begin with "good", and counts. */
const counting: Pick<Tokens, 'verify'> = {
  async verify(jwt) {
    verifications.push(jwt)
    return jwt.startsWith('good') ? token : null
  },
}

beforeEach(() => {
  globalThis.tollgateVerifiedTokens = undefined
  time = token.issuedAt.getTime()
  verifications = []
})

it('verifies a token once for two bundles that each made their own', async () => {
  expect(await verifyOnce(counting, 'pool', now).verify('good')).toEqual(token)
  expect(await verifyOnce(counting, 'pool', now).verify('good')).toEqual(token)
  expect(verifications).toEqual(['good'])
})

it('verifies a refused token each time, and one that differs in a character', async () => {
  const tokens = verifyOnce(counting, 'pool', now)

  await tokens.verify('good')
  expect(await tokens.verify('bad')).toBeNull()
  expect(await tokens.verify('bad')).toBeNull()
  await tokens.verify('good ')
  expect(verifications).toEqual(['good', 'bad', 'bad', 'good '])
})

it('does not accept for one pool what it verified for another', async () => {
  const refusing: Pick<Tokens, 'verify'> = { ...counting, verify: async () => null }

  await verifyOnce(counting, 'pool', now).verify('good')
  expect(await verifyOnce(refusing, 'other pool', now).verify('good')).toBeNull()
})

it('verifies again after five seconds, and as soon as the token has expired', async () => {
  const tokens = verifyOnce(counting, 'pool', now)

  await tokens.verify('good')
  time += 5_000
  await tokens.verify('good')
  expect(verifications).toHaveLength(2)

  time = token.expiresAt.getTime() - 1_000
  await tokens.verify('good')
  time = token.expiresAt.getTime()
  await tokens.verify('good')
  expect(verifications).toHaveLength(4)
})

it('passes on that the keys could not be fetched, and remembers nothing of it', async () => {
  let isDown = true
  const flaky: Pick<Tokens, 'verify'> = {
    ...counting,
    verify: async (jwt) => {
      if (isDown) throw new Error('no keys')
      return counting.verify(jwt)
    },
  }
  const tokens = verifyOnce(flaky, 'pool', now)

  await expect(tokens.verify('good')).rejects.toThrow('no keys')
  isDown = false
  expect(await tokens.verify('good')).toEqual(token)
})

it('remembers no more than a thousand tokens', async () => {
  const tokens = verifyOnce(counting, 'pool', now)

  for (let i = 0; i < 1_001; i++) await tokens.verify(`good ${i}`)
  expect(globalThis.tollgateVerifiedTokens?.get('pool')?.size).toBe(1_000)
  await tokens.verify('good 1000')
  expect(verifications).toHaveLength(1_001)
  await tokens.verify('good 0')
  expect(verifications).toHaveLength(1_002)
})
