import { describe, expect, it } from 'vitest'
import { ApiError } from '../../src/engine/world/errors'
import { parse } from '../../src/engine/world/params'
import { dryRun } from '../../src/engine/world/world'
import type { Route } from '../../src/http/route'
import { ROUTES } from '../../src/http/routes'
import { paramsOf } from '../../support/route-params'
import { basesOf } from './bases'
import { watched } from './reads'
import {
  type Given,
  leavesOf,
  nameOf,
  optionsOf,
  type Path,
  requestWith,
  samplesOf,
} from './requests'
import { UNPROVEN } from './unproven'
import { everyKind } from './world'

const world = await everyKind()

describe('a parameter that an endpoint accepts', () => {
  const accepted = ROUTES.flatMap((route) =>
    [...leavesOf(paramsOf(route.params))].map((path) => ({
      route,
      path,
      name: `${route.method} ${route.path} ${nameOf(path)}`,
    })),
  )

  it('is read, or changes the answer, an event or what is stored', () => {
    const ignored = accepted
      .filter(({ name }) => !UNPROVEN.includes(name))
      .filter(({ route, path }) => !isHonored(route, path))

    expect(ignored.map(({ name }) => name)).toEqual([])
    expect(accepted.length).toBeGreaterThan(1800)
  })

  it('is listed as an exception only if it exists', () => {
    const names = accepted.map(({ name }) => name)
    expect(UNPROVEN.filter((name) => !names.includes(name))).toEqual([])
  })
})

/** Looks for a request that reads the parameter, or that does something else without it. */
function isHonored(route: Route, path: Path): boolean {
  return hasEffect(route, path, 'answer') || hasEffect(route, path, 'state')
}

function hasEffect(route: Route, path: Path, on: 'answer' | 'state'): boolean {
  for (const base of basesOf(world, `${route.method} ${route.path}`)) {
    const without = requestWith(world, route, base, [], null)
    const options = optionsOf(route, base, path)
    const samples = options.length > 0 ? options : samplesOf(world, path.at(-1)?.name ?? '')
    for (const value of samples) {
      const given = requestWith(world, route, base, path, value)
      if (!given) continue
      for (const at of placesOf(route)) {
        const reads = new Set<string>()
        const outcome = run(route, at, given, reads, on)
        if (reads.has(nameOf(path))) return true
        if (without && outcome !== run(route, at, without, new Set(), on)) return true
      }
    }
  }
  return false
}

/** The ids for the path of a route. */
function placesOf({ path }: Route): Record<string, string>[] {
  if (!path.includes(':id')) return [{}]
  const ids = world.idsAt(path.split('/:id')[0]?.split('/').at(-1) ?? '')
  return ids.slice(-14).map((id) => ({ id, child: childOf(path, id) }))
}

const childOf = (path: string, id: string): string =>
  path.includes('/lines/') ? (world.engine.store.invoices.get(id)?.lines.data[0]?.id ?? '') : ''

/** What a request answers, or what is stored after it. Nothing is kept. */
function run(
  route: Route,
  at: Record<string, string>,
  given: Given,
  reads: Set<string>,
  on: 'answer' | 'state',
): string {
  const params = parse(route.params, structuredClone(given), () => {})
  return dryRun(world.engine.world, () => {
    const answer = answerOf(() =>
      route.run(world.engine.world, at, watched(params, reads) as never),
    )
    return JSON.stringify(on === 'answer' ? answer : world.engine.store.dump())
  })
}

function answerOf(work: () => unknown): unknown {
  try {
    const result = work()
    return result instanceof Promise ? null : result
  } catch (error) {
    if (error instanceof ApiError) return error.body
    throw error
  }
}
