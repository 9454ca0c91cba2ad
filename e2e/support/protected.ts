import { readdirSync } from 'node:fs'
import { stack } from '@/e2e/test'
import { pageRequirement } from '@/lib/auth/page-requirements'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { catalogNamed } from '@/lib/billing/catalog/catalogs/by-name'
import type { Requirement } from '@/lib/billing/gates/requirements'
import { exampleRequest, routeList } from '@/testing/api/app'

const catalog = catalogNamed(stack.catalog)

export type ProtectedPage = { path: string; letIn: string; isForFree: boolean }

/**
 * Every page in `app/` that has a requirement, and a demo account that meets it. The feature page is
 * listed once for each feature of the catalog.
 */
export const protectedPages = (): ProtectedPage[] =>
  readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '').replace(/\([^)]*\)\/?/g, '')}`)
    .map((route) => (route.length > 1 ? route.replace(/\/$/, '') : route))
    .flatMap((route) =>
      route.endsWith('/[feature]')
        ? Object.keys(catalog.features).map((feature) => route.replace('[feature]', feature))
        : [route],
    )
    .flatMap((path) => {
      const needs = pageRequirement(path, catalog)
      return needs ? [{ path, letIn: accountFor(needs), isForFree: isOpenToFree(needs) }] : []
    })

function accountFor(needs: Requirement): string {
  if (needs.kind === 'signed_in') return 'free'
  return needs.kind === 'staff' ? needs.group : 'enterprise'
}

function isOpenToFree(needs: Requirement): boolean {
  if (needs.kind === 'signed_in') return true
  return (
    needs.kind === 'feature' &&
    (planByKey(catalog, catalog.defaultPlan)?.features.includes(needs.feature) ?? false)
  )
}

export type ProtectedHandler = {
  method: string
  path: string
  body: string | undefined
  /** `service`, `scheduler` and `stripe` have no account. */
  letIn: string
  isForFree: boolean
  /** The refusals in the route table: of a stranger, and of a user without access. */
  refusal: { stranger: Refusal; user: Refusal }
}

type Refusal = { status: number; code: string }

const unauthenticated = { status: 401, code: 'unauthenticated' }
const unsigned = { status: 400, code: 'invalid_signature' }

/**
 * Every route that needs a caller with access, under each of its paths. A route with a body gets an
 * invalid one: a caller who passes the checks gets a 400, and nothing changes.
 */
export const protectedHandlers = (): ProtectedHandler[] =>
  routeList.flatMap(([name, route]) => {
    const { caller, method, path, aliases = [] } = route
    const { kind } = caller
    if (kind === 'anyone') return []
    const { pathname } = new URL(exampleRequest(route).url)
    const about = { method, body: route.body ? '{"no such field": true}' : undefined }
    if (name === 'feature') {
      return Object.keys(catalog.features).map((feature) => ({
        ...about,
        path: path.replace('{feature}', feature),
        letIn: 'enterprise',
        isForFree: isOpenToFree({ kind: 'feature', feature }),
        refusal: { stranger: unauthenticated, user: { status: 403, code: 'plan_required' } },
      }))
    }
    // A new kind of caller must be named here, too.
    const refusals: Record<typeof kind, ProtectedHandler['refusal']> = {
      user: { stranger: unauthenticated, user: unauthenticated },
      staff: { stranger: unauthenticated, user: { status: 403, code: 'forbidden' } },
      service: { stranger: unauthenticated, user: unauthenticated },
      scheduler: { stranger: unauthenticated, user: unauthenticated },
      stripe: { stranger: unsigned, user: unsigned },
    }
    const letIn = kind === 'user' ? 'free' : kind === 'staff' ? 'admins' : kind
    return [pathname, ...aliases].map((each) => ({
      ...about,
      path: each,
      letIn,
      isForFree: kind === 'user',
      refusal: refusals[kind],
    }))
  })
