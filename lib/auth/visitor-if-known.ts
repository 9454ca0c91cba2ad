import { cache } from 'react'
import { services } from '@/lib/services'
import { type Visitor, visitor } from './session'

/**
 * The signed-in user, for a page that is open to all; `null` without one, and also if the account
 * table can't be read: the prices must stay up. A protected page asks `requirePage`, which fails
 * instead.
 */
export const visitorIfKnown = cache(async (): Promise<Visitor | null> => {
  try {
    return await visitor()
  } catch (error) {
    services.log.warn({ err: error }, 'A public page could not identify its visitor')
    return null
  }
})
