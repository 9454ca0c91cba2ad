import { describe, expect } from 'vitest'
import { ensureAccount } from '@/lib/sync/account'
import { test } from '@/testing/test'
import { cronSweep } from './sweep'

const it = test.extend(
  'ask',
  ({ world }) =>
    (authorization?: string, services: Parameters<typeof cronSweep>[0] = world.services) =>
      cronSweep(services)(
        new Request('https://app.test/api/cron/sweep', {
          headers: { ...(authorization && { authorization }) },
        }),
      ),
)

const secret = 'a-secret-for-the-cron-job'

describe('/api/cron/sweep', () => {
  it('sweeps for a caller with the secret, and says what it did', async ({ world, ask }) => {
    const ada = world.addUser('ada')
    await ensureAccount(world.services, ada)

    const response = await ask(`Bearer ${secret}`)

    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ looked: 1, failed: 0, more: false })
    expect(await world.cognito.of(ada.username)).toEqual(['free'])
  })

  it('sends the mails that wait as well, and says how that went', async ({ world, ask }) => {
    await world.outbox.put({
      key: 'payment_failed:sub_gone:2026-03-01',
      kind: 'payment_failed',
      userId: 'sub-gone',
      data: {},
      createdAt: world.now(),
    })

    expect(await (await ask(`Bearer ${secret}`)).json()).toMatchObject({
      mails: { sent: 0, dropped: 1, failed: 0, left: 0 },
    })
  })

  it.for([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    secret,
    `Basic ${secret}`,
    `Bearer ${secret}x`,
    `Bearer ${secret.slice(0, -1)}`,
    `Bearer ${secret.toUpperCase()}`,
    `Bearer ${secret} ${secret}`,
    'Bearer undefined',
  ])('refuses %j without a call', async (authorization, { world, ask }) => {
    expect((await ask(authorization)).status).toBe(401)
    expect(world.calls).toEqual([])
  })

  it("refuses a person's own token, even an admin's", async ({ world, ask }) => {
    const token = world.token(world.addUser('ada'), { 'cognito:groups': ['admins'] })

    expect((await ask(`Bearer ${token}`)).status).toBe(401)
  })

  it.for(['Bearer undefined', 'Bearer ', 'Bearer', ''])(
    'refuses %j where no secret is configured: closed, not open',
    async (authorization, { world, ask }) => {
      const settings = { ...world.services.settings, CRON_SECRET: undefined }

      expect((await ask(authorization, { ...world.services, settings })).status).toBe(401)
    },
  )
})
