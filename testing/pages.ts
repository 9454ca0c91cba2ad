import type { Page } from '@/lib/pagination'

/** Every page of a list, from the first to the last. */
export async function allPages<T>(
  list: (after: string | null) => Promise<Page<T>>,
): Promise<T[][]> {
  const pages = []
  for (let after: string | null = null; ; ) {
    const { items, next } = await list(after)
    pages.push(items)
    if (next === null) return pages
    after = next
  }
}
