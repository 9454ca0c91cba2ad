import { field } from '@/components/ui/call-api'
import type { FirstStep } from './steps'

/**
 * What a reload, or the next page, must not ask for again. Never a password. `code` says that a code
 * is on its way, and on which page it is entered.
 */
export type Kept = { email: string; code?: { step: CodeStep; page: FirstStep } }
export type CodeStep = 'confirmSignUp' | 'resetPassword'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const key = 'tollgate:sign-in'
const steps: readonly CodeStep[] = ['confirmSignUp', 'resetPassword']
const pages: readonly FirstStep[] = ['signIn', 'signUp', 'forgotPassword']

/** Keeps it in this tab. */
export function keep(kept: Kept, storage: () => Store = tab): void {
  try {
    storage().setItem(key, JSON.stringify(kept))
  } catch {
    // A browser without storage asks again.
  }
}

export function forgetKept(storage: () => Store = tab): void {
  try {
    storage().removeItem(key)
  } catch {
    // As above.
  }
}

export function readKept(storage: () => Store = tab): Kept | null {
  try {
    const kept: unknown = JSON.parse(storage().getItem(key) ?? 'null')
    const email = field(kept, 'email')
    const code = field(kept, 'code')
    const step = steps.find((each) => each === field(code, 'step'))
    const page = pages.find((each) => each === field(code, 'page'))
    if (typeof email !== 'string') return null
    return { email, ...(step && page && { code: { step, page } }) }
  } catch {
    return null
  }
}

const tab = (): Store => sessionStorage
