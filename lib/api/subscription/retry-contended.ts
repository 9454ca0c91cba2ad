import type { Token } from '@/lib/auth/token'
import type { Account } from '@/lib/db/accounts/accounts'
import type { Changed } from '@/lib/stripe/subscription/subscriptions'
import { assertChanged } from './change'
import { type Owner, ownerOf, type SubscriptionServices } from './running'

const attempts = 3

/**
 * Decides and acts again if another window changed the subscription meanwhile, so that a user who
 * cancels or undoes something doesn't have to try again.
 */
export async function retryContended(
  services: SubscriptionServices,
  token: Token,
  act: (owner: Owner, attempt: number) => Promise<Changed>,
): Promise<Account> {
  for (let attempt = 1; ; attempt++) {
    const owner = await ownerOf(services, token)
    const changed = await act(owner, attempt)
    if (changed.kind === 'contended' && attempt < attempts) continue
    assertChanged(changed)
    return owner.account
  }
}
