import type { Page } from '@playwright/test'
import { type Claims, claimsOf, tokenOf } from '@/e2e/support/cognito'
import { newFolder, type RunningStack, removeFolder, spawnStack } from '@/e2e/support/stack'
import type { Access } from '@/lib/billing/access/access'
import { type TestUser, test } from '../test'

/** Starts a local stack with this catalog, and the production build on it, for the tests of one file. */
export function shopSelling(catalog: string): () => RunningStack {
  const folder = newFolder()
  let running: RunningStack | undefined

  // In one worker, because the file's tests share this stack.
  test.describe.configure({ mode: 'default' })
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
    if (!running) throw new Error(`The stack of the catalog ${catalog} is not running yet`)
    return running
  }
}

export type Carried = {
  /** The answer to a program with a fresh token. */
  entitlements: Pick<Access, 'status' | 'plan' | 'groups' | 'features' | 'permissions' | 'limits'>
  /** The claims of a token issued just now. */
  claims: Claims
}

/** The access of a user by their row, and by a token issued just now. */
export async function carriedBy(stack: RunningStack, person: TestUser): Promise<Carried> {
  const token = await tokenOf(stack, person)
  const answer = await fetch(`${stack.app}/api/entitlements`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { entitlements: await answer.json(), claims: claimsOf(token) }
}

/** Goes from the app's page to Stripe's. */
export async function goToStripe(page: Page, button: RegExp) {
  await page.getByRole('button', { name: button }).click()
  await page.waitForURL('**/c/pay/**')
}
