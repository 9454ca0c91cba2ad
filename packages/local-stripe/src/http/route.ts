import { z } from 'zod'
import { clockOfObject } from '../engine/test-clocks/in-test-clock'
import type { Collection } from '../engine/world/collection'
import { missing } from '../engine/world/errors'
import { hash, range, within } from '../engine/world/params'
import type { Resource } from '../engine/world/types'
import { find, type World } from '../engine/world/world'
import { PAGE, paginate } from './paginate'

/** One endpoint of the API. `run` gets the parsed parameters, inside a transaction. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  /** In Hono's syntax: `/v1/customers/:id`. */
  path: string
  params: z.ZodType
  run(world: World, path: Record<string, string>, params: never): unknown
}

type Run<Schema extends z.ZodType> = (
  world: World,
  path: { id: string; child: string },
  params: z.output<Schema>,
) => unknown

const route =
  (method: Route['method']) =>
  <Schema extends z.ZodType>(path: string, params: Schema, run: Run<Schema>): Route => ({
    method,
    path,
    params,
    run: run as Route['run'],
  })

export const post = route('POST')
export const get = route('GET')
export const del = route('DELETE')

const NOTHING = hash({})

/** `GET /v1/things/:id`. */
export const retrieves = <T extends Resource>(
  path: string,
  kind: string,
  collection: (world: World) => Collection<T>,
  params: z.ZodType = NOTHING,
): Route =>
  get(`${path}/:id`, params, (world, { id }) => {
    const gone = world.store.deleted.get(id)
    return gone ?? find(collection(world), kind, id)
  })

/** `GET /v1/things`: newest first, with the filters of the resource. */
export function lists<T extends Resource & { created?: number }, Shape extends z.ZodRawShape>(
  path: string,
  items: (world: World, params: z.output<z.ZodObject<Shape>>, id: string) => T[],
  filters: Shape,
  keep: (item: T, params: z.output<z.ZodObject<Shape>>, world: World) => boolean = () => true,
): Route {
  const schema = z.strictObject({ ...PAGE, created: range.optional(), ...filters })
  return {
    method: 'GET',
    path,
    params: schema,
    run(world, at, given: never) {
      // Both halves of `schema`: TypeScript can't infer the output of a spread generic shape.
      const params = given as z.output<z.ZodObject<Shape>> & z.output<typeof Paged>
      requireCustomer(world, { ...params })
      const isOwn = ownedFilter(world, { ...at, ...params })
      const found = items(world, params, at.id ?? '').filter(
        (item) =>
          isOwn(item) &&
          (params.created === undefined || within(item.created ?? 0, params.created)) &&
          keep(item, params, world),
      )
      return paginate(found.reverse(), params, path.replace(':id', at.id ?? ''))
    },
  }
}

/** Refuses to list the objects of a customer that never existed. A deleted one has a history. */
function requireCustomer({ store }: World, { customer }: Record<string, unknown>): void {
  if (typeof customer !== 'string' || store.customers.get(customer)) return
  if (!store.deleted.get(customer)) throw missing('customer', customer, 'customer')
}

/**
 * Selects the objects of a test clock, if one is given. A list of everything has none of those that
 * belong to a test clock, but a list of a customer's or of another owner's objects does.
 */
function ownedFilter(world: World, given: Record<string, unknown>): (item: Resource) => boolean {
  const { store } = world
  if (given.test_clock !== undefined) {
    return (item) => clockOfObject(store, item) === given.test_clock
  }
  if (store.testClocks.size === 0 || OWNERS.some((name) => given[name] !== undefined)) {
    return () => true
  }
  return (item) => SHARED.includes(item.object) || clockOfObject(store, item) === null
}
const OWNERS = ['id', 'customer', 'subscription', 'invoice', 'charge', 'payment_intent', 'payment']
const SHARED = ['event', 'test_helpers.test_clock']

const Paged = z.strictObject({ ...PAGE, created: range.optional() })

/** A list that Stripe doesn't filter by `created`. */
export const undated = (list: Route): Route => ({
  ...list,
  params: (list.params as typeof Paged).omit({ created: true }),
})
