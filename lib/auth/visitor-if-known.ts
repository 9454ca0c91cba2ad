import { cache } from 'react'
import { services } from '@/lib/services'
import { type Visitor, visitor } from './session'

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
