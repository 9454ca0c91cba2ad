import type { Catalog } from '@/lib/billing/catalog/schema'
import type { Requirement } from '@/lib/billing/gates/requirements'

type Params = Record<string, string>
/** `null` is a page that is open to all. */
type Needs = Requirement | null | ((params: Params, catalog: Catalog) => Requirement | null)

const open = null
const signedIn: Requirement = { kind: 'signed_in' }

/**
 * What each page needs, by its route. The middleware asks it of the token, and the page, through
 * `requirePage`, of the account row. The first route that matches counts: put the narrower one
 * first.
 *
 * `[name]` stands for one part of a path, `[[...rest]]` for all that follow, or none. An area whose
 * pages do not exist yet is closed from the first day.
 */
const pages: readonly (readonly [route: string, needs: Needs])[] = [
  ['/', open],
  ['/plans', open],
  ['/signin', open],
  ['/signup', open],
  ['/forgot-password', open],
  ['/signout', open],
  ['/refresh', open],
  ['/forbidden', open],
  ['/docs/api', open],
  ['/status', open],
  ['/terms', open],
  ['/privacy', open],
  // Only in development: a production build answers 404.
  ['/dev/gallery', open],

  ['/dashboard/[feature]', featurePage],
  ['/dashboard/[[...rest]]', signedIn],
  ['/usage/[[...rest]]', signedIn],
  ['/settings/[[...rest]]', signedIn],
  ['/setup-billing/[[...rest]]', signedIn],
  ['/checkout/[[...rest]]', signedIn],

  ['/admin/[[...rest]]', { kind: 'staff', group: 'support' }],
]

/**
 * There is no page for a feature that the catalog does not have: a signed-in user sees "not found".
 */
function featurePage({ feature = '' }: Params, { features }: Catalog): Requirement {
  return Object.hasOwn(features, feature) ? { kind: 'feature', feature } : signedIn
}

/**
 * What the page at this path needs; `null` if it is open to all, `undefined` if no route is
 * declared for it. Spelling does not matter where Next finds the same page: extra slashes, encoded
 * letters.
 */
export function pageRequirement(path: string, catalog: Catalog): Requirement | null | undefined {
  const parts = partsOf(path)
  for (const [route, needs] of pages) {
    const params = matchRoute(partsOf(route), parts)
    if (params) return typeof needs === 'function' ? needs(params, catalog) : needs
  }
  return undefined
}

const partsOf = (path: string): string[] => path.split('/').filter(Boolean).map(decoded)

/** The parts of the path that `[name]` stands for; `null` if the route does not match. */
function matchRoute(route: string[], path: string[]): Params | null {
  const params: Params = {}
  for (const [at, expected] of route.entries()) {
    if (expected.startsWith('[[...')) return params
    const part = path[at]
    if (part === undefined) return null
    if (expected.startsWith('[')) params[expected.slice(1, -1)] = part
    else if (expected !== part) return null
  }
  return route.length === path.length ? params : null
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
