import { toastOnNextPage } from '@/components/ui/toast/toasts'

/** Ends the session, then goes to the home page, which says so. */
export async function endSession(): Promise<void> {
  const { revokeSession } = await import('./amplify')
  await revokeSession()
  toastOnNextPage('You’re signed out.')
  location.replace('/')
}
