import type { Token } from '@/lib/auth/token'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Changed } from '@/lib/stripe/subscription/subscriptions'
import { settled } from './change'
import { type Owner, ownerOf, type SubscriptionServices } from './running'

const attempts = 3

/**
 * Decides and acts again on what another window has changed meanwhile: whoever leaves, or takes something
 * back, is not asked to look again.
 */
export async function persist(
  services: SubscriptionServices,
  token: Token,
  act: (owner: Owner, attempt: number) => Promise<Changed>,
): Promise<Account> {
  for (let attempt = 1; ; attempt++) {
    const owner = await ownerOf(services, token)
    const changed = await act(owner, attempt)
    if (changed.kind === 'contended' && attempt < attempts) continue
    settled(changed)
    return owner.account
  }
}
