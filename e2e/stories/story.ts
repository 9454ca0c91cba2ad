import type { Page } from '@playwright/test'
import { type Claims, claimsOf, tokenOf } from '@/e2e/support/cognito'
import { newFolder, type RunningStack, removeFolder, spawnStack } from '@/e2e/support/stack'
import type { Access } from '@/lib/billing/access/access'
import { type TestUser, test } from '../test'

/** A catalog's own local stack and the production build on it, for the tests of one file. */
export function shopSelling(catalog: string): () => RunningStack {
  const folder = newFolder()
  let running: RunningStack | undefined

  test.beforeAll(async () => {
    running = await spawnStack('preview', {
      folder,
      flags: ['--no-build'],
      env: { CATALOG: catalog },
    })
  })
  test.afterAll(async () => {
    await running?.stop()
    removeFolder(folder)
  })

  return () => {
    if (!running) throw new Error(`The ${catalog} shop is not open yet`)
    return running
  }
}

export type Carried = {
  /** What a program sees that asks with a fresh token. */
  entitlements: Pick<Access, 'status' | 'plan' | 'groups' | 'features' | 'permissions' | 'limits'>
  /** Of a token issued just now. */
  claims: Claims
}

/** What somebody may do now, by the row and by a token made this moment. */
export async function carriedBy(stack: RunningStack, person: TestUser): Promise<Carried> {
  const token = await tokenOf(stack, person)
  const answer = await fetch(`${stack.app}/api/entitlements`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { entitlements: await answer.json(), claims: claimsOf(token) }
}

/** From the app's own page to Stripe's. */
export async function goToStripe(page: Page, button: RegExp) {
  await page.getByRole('button', { name: button }).click()
  await page.waitForURL('**/c/pay/**')
}
