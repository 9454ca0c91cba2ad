import { listEvents, showEvent } from '@/lib/api/admin/events'
import { listOutbox } from '@/lib/api/admin/outbox'
import { replayEvents } from '@/lib/api/admin/replay-events'
import { userAudit } from '@/lib/api/admin/user-audit'
import { pay } from '@/lib/api/billing-pages/pay'
import { portal } from '@/lib/api/billing-pages/portal'
import { checkout } from '@/lib/api/checkout/checkout'
import { cronReconcile } from '@/lib/api/cron/reconcile'
import { cronSweep } from '@/lib/api/cron/sweep'
import { cronUsage } from '@/lib/api/cron/usage'
import { access } from '@/lib/api/gates/access'
import { callFeature } from '@/lib/api/gates/call-feature'
import { entitlements } from '@/lib/api/gates/entitlements'
import { feature } from '@/lib/api/gates/feature'
import type { Handler } from '@/lib/api/handle'
import { health } from '@/lib/api/health/health'
import { comparePlans } from '@/lib/api/plans/compare'
import { listPlans } from '@/lib/api/plans/plans'
import { openApi } from '@/lib/api/reference/openapi'
import type { Route } from '@/lib/api/route'
import { type RouteName, routes } from '@/lib/api/routes'
import { cancel } from '@/lib/api/subscription/cancel'
import { changePlan } from '@/lib/api/subscription/change'
import { pause } from '@/lib/api/subscription/pause'
import { previewChange } from '@/lib/api/subscription/preview'
import { resume } from '@/lib/api/subscription/resume'
import { getSubscription } from '@/lib/api/subscription/subscription'
import { unknownPath } from '@/lib/api/unknown-path'
import { recordBurst } from '@/lib/api/usage/burst'
import { history } from '@/lib/api/usage/history'
import { ownUsage } from '@/lib/api/usage/own-usage'
import { record } from '@/lib/api/usage/record'
import { usageRecords } from '@/lib/api/usage/records'
import { reserve } from '@/lib/api/usage/reserve'
import { setCap } from '@/lib/api/usage/set-cap'
import { commit, release } from '@/lib/api/usage/settle'
import { webhook } from '@/lib/api/webhook/webhook'
import { simulatedTime } from '@/testing/simulated-time'
import type { World } from '@/testing/world'

/** The handler of every route in the table: one that is missing here doesn't compile. */
const handlers: Record<RouteName, (services: World['services']) => Handler> = {
  listPlans,
  comparePlans,
  entitlements,
  access,
  feature,
  callFeature,
  checkout,
  portal,
  pay,
  subscription: getSubscription,
  previewChange,
  changePlan,
  cancel,
  resume,
  pause,
  recordUsage: record,
  reserveUsage: reserve,
  commitUsage: commit,
  releaseUsage: release,
  ownUsage,
  usageHistory: history,
  recordBurst,
  usageRecords,
  setUsageCap: setCap,
  webhook,
  sweep: cronSweep,
  verifyUsage: cronUsage,
  reconcile: (services) => cronReconcile(services, simulatedTime()),
  listEvents,
  showEvent,
  replayEvents,
  userAudit,
  listOutbox,
  health,
  openApi,
}

export const routeList: [name: RouteName, route: Route][] = Object.entries(routes) as [
  RouteName,
  Route,
][]

/** The app's API in this process, as Next would serve it: finds a request's route by its path. */
export function createApp(services: World['services']): (request: Request) => Promise<Response> {
  const paths = routeList.flatMap(([name, route]) => {
    const handler = handlers[name](services)
    return [route.path, ...(route.aliases ?? [])].map((path) => ({
      methods: [route.method, ...(route.otherMethods ?? [])] as string[],
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
      handler,
    }))
  })
  const unknown = unknownPath(services)
  return async (request) => {
    const { pathname } = new URL(request.url)
    for (const { methods, pattern, handler } of paths) {
      const found = methods.includes(request.method) ? pattern.exec(pathname) : null
      if (found) return handler(request, { params: decoded(found.groups) })
    }
    return unknown(request)
  }
}

const decoded = (groups: Record<string, string> = {}) =>
  Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
  )

/** The request of a route's example, from a caller with these headers. */
export function exampleRequest(
  { method, path, example }: Route,
  headers: Record<string, string> = {},
): Request {
  const { params = {}, query, body } = example
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''))
  const search = query ? `?${new URLSearchParams(query)}` : ''
  return new Request(`https://app.test${filled}${search}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}
