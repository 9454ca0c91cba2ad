import { AppError } from '@/lib/errors'
import { handle } from '@/lib/http'
import type { Log } from '@/lib/log'

/** Everything under /api that is nothing: 404 in the words that programs read, not a page. */
export const unknownPath = (services: { log: Log }) =>
  handle(services, async (request) => {
    const { pathname } = new URL(request.url)
    throw new AppError(
      'not_found',
      `There’s nothing at ${pathname.slice(0, 200)}. See docs/api.md.`,
    )
  })
