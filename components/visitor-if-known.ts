import { cache } from 'react'
import { type Visitor, visitor } from '@/lib/auth/session'
import { services } from '@/lib/services'

/**
 * For pages that are open to all: who is looking, if that can be told. A table that can't be read
 * must not take the prices down with it. A protected page asks `requireVisitor`, which fails loudly.
 */
export const visitorIfKnown = cache(async (): Promise<Visitor | null> => {
  try {
    return await visitor()
  } catch (error) {
    services.log.warn({ err: error }, 'A public page could not tell who is looking at it')
    return null
  }
})
