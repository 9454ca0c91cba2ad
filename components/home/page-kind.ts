import type { Brand } from '@/lib/billing/catalog/brand'
import type { Settings } from '@/lib/env'

/** Which home page is shown: for developers who evaluate Tollgate, or for customers of the product. */
export type HomePageKind = Exclude<Settings['HOME_PAGE'], undefined>

/**
 * Returns the kind that `HOME_PAGE` sets. By default, a catalog that is still named Tollgate shows
 * the page for developers, and any other catalog shows its product to customers.
 */
export const homePageKind = (
  { HOME_PAGE }: Pick<Settings, 'HOME_PAGE'>,
  { name }: Pick<Brand, 'name'>,
): HomePageKind => HOME_PAGE ?? (name === 'Tollgate' ? 'developers' : 'shop')
