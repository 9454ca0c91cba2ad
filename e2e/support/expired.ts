import { dirname, join } from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { claimsOf, openSigner } from '@/dev/cognito/tokens'
import { stack, stackFile } from '@/e2e/test'

/** The same token of this worker's stack, as it is when its time is over. */
export function expired(jwt: string, claims: object = {}): string {
  const now = Math.floor(Date.now() / 1_000)
  const signer = openSigner(join(dirname(stackFile), stack.catalog, 'cognito'))
  return signer.sign({ ...claimsOf(jwt), iat: now - 1_000, exp: now - 100, ...claims })
}

/** Lets the time of the access token in this browser be over. Returns the expired token. */
export async function expireToken(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => name.endsWith('.accessToken'))
  if (!cookie) throw new Error('This browser has no session')
  const value = expired(cookie.value)
  await context.addCookies([{ ...cookie, value }])
  return value
}
