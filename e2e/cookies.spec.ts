import { expect, stack, test } from './test'

const cookies = (count: number) => Array.from({ length: count }, (_, i) => `${i}=1`).join('; ')

for (const path of ['/api/plans', '/me/entitlements', '/robots.txt', '/plans']) {
  test(`2,000 cookies are refused before ${path} does any work, and 64 are not`, async () => {
    const get = (count: number) =>
      fetch(new URL(path, stack.app), { headers: { cookie: cookies(count) } })

    expect((await get(2_000)).status).toBe(431)
    expect([200, 401]).toContain((await get(64)).status)
  })
}
