import type { z } from 'zod'
import { invalid, missing } from '../engine/world/errors'
import { integer, text } from '../engine/world/params'
import type { List, Resource } from '../engine/world/types'

export const PAGE = {
  limit: integer.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
}

export interface Page {
  limit?: z.output<typeof integer>
  starting_after?: string
  ending_before?: string
}

/**
 * Returns one page of a list, newest first. With `ending_before`, the page that ends just before
 * that object.
 */
export function paginate<T extends Resource>(newestFirst: T[], page: Page, url: string): List<T> {
  const limit = page.limit ?? 10
  checkLimit(limit)
  if (page.starting_after && page.ending_before) {
    throw invalid('You cannot use both `starting_after` and `ending_before`.', 'starting_after')
  }
  if (page.ending_before) {
    const end = position(newestFirst, page.ending_before, 'ending_before')
    const start = Math.max(0, end - limit)
    return { object: 'list', url, has_more: start > 0, data: newestFirst.slice(start, end) }
  }
  const start = page.starting_after
    ? position(newestFirst, page.starting_after, 'starting_after') + 1
    : 0
  return {
    object: 'list',
    url,
    has_more: newestFirst.length > start + limit,
    data: newestFirst.slice(start, start + limit),
  }
}

export function checkLimit(limit: number): void {
  if (limit >= 1 && limit <= 100) return
  throw invalid(
    limit > 100
      ? 'Invalid integer: limit must be less than or equal to 100'
      : 'Invalid integer: limit must be greater than or equal to 1',
    'limit',
    'parameter_invalid_integer',
  )
}

function position(items: Resource[], id: string, param: string): number {
  const index = items.findIndex((item) => item.id === id)
  if (index === -1) throw missing('object', id, param)
  return index
}
