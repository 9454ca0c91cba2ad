import { ApiError } from '../../src/engine/world/errors'
import { parse } from '../../src/engine/world/params'
import type { Route } from '../../src/http/route'
import type { RouteParam } from '../../support/route-params'
import type { World } from './world'

/** The way to a parameter: its name and those of the hashes and lists around it. */
export type Path = { name: string; isList: boolean }[]
export type Given = { [name: string]: unknown }

export const nameOf = (path: Path) => path.map(({ name }) => name).join('.')

/** The parameters that a route does, without the hashes around them. */
export function* leavesOf(param: RouteParam, path: Path = []): Generator<Path> {
  for (const [name, inner] of param.inside) {
    if (inner.notSupported) continue
    const here = [...path, { name, isList: inner.isList }]
    if (inner.inside.size === 0) yield here
    else yield* leavesOf(inner, here)
  }
}

/** The values that an enum has, if the parameter is one. */
export function optionsOf({ params }: Route, base: Given, path: Path): string[] {
  const given = structuredClone(base)
  put(given, stepsTo(path), 'not an option')
  for (let tries = 0; tries < 9; tries++) {
    const error = refusal(params, given)
    if (!error) return []
    const [, options] = /must be one of (.*)$/.exec(error.body.message) ?? []
    const steps = (error.body.param ?? '').split(/[[\]]+/).filter(Boolean)
    if (options) {
      const choices = options.split(', ')
      if (steps.join() === stepsTo(path).join()) return choices.slice(0, 12)
      put(given, steps, choices[0])
    } else if (error.body.code === 'parameter_missing') {
      put(given, steps, REQUIRED[steps.at(-1) ?? ''] ?? '1')
    } else return []
  }
  return []
}

/** Values to try for a parameter with this name. */
export const samplesOf = (world: World, name: string): unknown[] => [
  ...world.idsFor(name).slice(0, 3),
  ...(name in REQUIRED ? [REQUIRED[name]] : []),
  ...['true', '1', 'false', '2', '1900000000', '1768478500', 'now', 'x@y.example', 'usd', 'text'],
  ...['month', '2.5', { k: 'v' }, {}, '*'],
]

/**
 * The base request with this parameter, and with what else the schema then demands. `null` if the
 * value can't be what the parameter takes.
 */
export function requestWith(
  world: World,
  { params }: Route,
  base: Given,
  path: Path,
  value: unknown,
): Given | null {
  const given = structuredClone(base)
  if (path.length > 0) put(given, stepsTo(path), value)
  for (let tries = 0; tries < 12; tries++) {
    const error = refusal(params, given)
    if (!error) return given
    const steps = (error.body.param ?? '').split(/[[\]]+/).filter(Boolean)
    const [, options] = /must be one of (.*)$/.exec(error.body.message) ?? []
    if (error.body.code === 'parameter_missing') {
      const name = steps.at(-1) ?? ''
      put(given, steps, REQUIRED[name] ?? world.idsFor(name)[0] ?? '1')
    } else if (options && tries < 6) {
      const choices = options.split(', ')
      put(given, steps, choices[tries % choices.length])
    } else return null
  }
  return null
}

function refusal(schema: Route['params'], given: Given): ApiError | null {
  try {
    parse(schema, structuredClone(given), () => {})
    return null
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

const stepsTo = (path: Path): string[] =>
  path.flatMap(({ name, isList }) => {
    const key = name === '*' ? 'eur' : name
    return isList ? [key, '0'] : [key]
  })

function put(given: Given, steps: string[], value: unknown): void {
  let here: Given = given
  for (const [i, step] of steps.slice(0, -1).entries()) {
    if (typeof here[step] !== 'object') here[step] = steps[i + 1] === '0' ? [] : {}
    here = here[step] as Given
  }
  here[steps.at(-1) ?? ''] = value
}

const REQUIRED: Given = {
  amount: '700',
  currency: 'usd',
  enabled: 'true',
  enabled_events: ['*'],
  frozen_time: '1768478400',
  address: { line1: '1 Main St' },
  iban: 'DE89370400440532013000',
  inclusive: 'false',
  interval: 'month',
  mode: 'payment',
  name: 'N',
  payload: { a: '1' },
  percentage: '10',
  quantity: '1',
  start_date: 'now',
  success_url: 'https://shop.example/done',
  type: 'x',
  url: 'https://shop.example',
}
