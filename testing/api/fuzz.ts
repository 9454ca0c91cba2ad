import { isText, type Route } from '@/lib/api/route'
import { routes } from '@/lib/api/routes'
import { signed } from '@/testing/deliver'
import { subscribe } from '@/testing/shop'
import { type Random, random } from '@/testing/simulator/random'
import { serviceSecret, type World } from '@/testing/world'
import { createApp, routeList } from './app'
import { keys, oneOf, spoil, values } from './spoil'

export type FuzzFigures = {
  inputs: number
  statuses: Record<number, number>
  /** How many inputs each route got. */
  routes: Record<string, number>
  problems: string[]
}

type Input = { request: Request; isLetIn: boolean }

/**
 * Sends `inputs` strange requests to the routes of the table: wrong bodies, queries and parameters,
 * from allowed callers and from others. No answer may be a 5xx, or one that the
 * route doesn't declare; no request of another caller may succeed; nothing may reach
 * `Object.prototype`.
 */
export async function fuzz(world: World, inputs: number, seed = 1): Promise<FuzzFigures> {
  const dice = random(seed)
  const app = createApp(world.services)
  await subscribe(world, world.addUser())
  const events = world.engine.store.events.all().map((event) => JSON.stringify(event))
  const figures: FuzzFigures = { inputs: 0, statuses: {}, routes: {}, problems: [] }
  const before = prototypes()

  while (figures.inputs < inputs && figures.problems.length <= 20) {
    const { name, route } = targets[dice.below(targets.length)] ?? webhook
    const { request, isLetIn } =
      route.caller.kind === 'stripe' ? delivery(events, dice) : call(world, route, dice)
    const sent = `${name}: ${request.url} ${await request.clone().text()}`.slice(0, 400)
    // `checkAnswer` throws where an answer isn't declared.
    const answer = await app(request).catch((error: unknown) => String(error))
    figures.inputs++
    figures.routes[name] = (figures.routes[name] ?? 0) + 1
    const problem = problemWith(answer, isLetIn)
    if (problem) figures.problems.push(`${sent}\n${problem}`)
    if (typeof answer !== 'string') {
      figures.statuses[answer.status] = (figures.statuses[answer.status] ?? 0) + 1
    }
    if (prototypes() !== before) {
      figures.problems.push(`${sent}\nA prototype was changed`)
      break
    }
  }
  return figures
}

function problemWith(answer: Response | string, isLetIn: boolean): string | null {
  if (typeof answer === 'string') return answer
  if (answer.status >= 500) return `answered ${answer.status}`
  return answer.ok && !isLetIn ? 'succeeded, though its caller is not allowed' : null
}

const webhook = { name: 'webhook', route: routes.webhook }

/** Half of the requests are deliveries: their bodies are the largest. */
const targets: { name: string; route: Route }[] = routeList.flatMap(([name, route]) => [
  { name, route },
  webhook,
])

/** A changed example of a route. In 80% of the cases the caller is allowed. */
function call(world: World, route: Route, dice: Random): Input {
  const { method, path, example, caller, body } = route
  const isLetIn = caller.kind === 'anyone' || dice.chance(0.8)
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
    const given = dice.chance(0.5) ? example.params?.[name] : oneOf(values, dice)
    // An empty one would be another path.
    return encodeURIComponent(given || 'x')
  })
  const url = new URL(filled, 'https://app.test')
  for (const [name, value] of Object.entries(example.query ?? {})) {
    const changed = dice.chance(0.1) ? oneOf(keys, dice) : name
    url.searchParams.append(changed, dice.chance(0.6) ? value : oneOf(values, dice))
  }
  if (dice.chance(0.2)) url.searchParams.append(oneOf(keys, dice), oneOf(values, dice))
  const bodies = [example.body, ...(otherBodies[path] ?? [])]
  const request = new Request(url, {
    method,
    headers: { 'content-type': 'application/json', ...headersOf(world, route, isLetIn, dice) },
    ...(body &&
      !isText(body) && { body: spoil(JSON.stringify(bodies[dice.below(bodies.length)]), dice) }),
  })
  return { request, isLetIn }
}

/** Bodies of another shape than the example's. */
const otherBodies: Record<string, unknown[]> = {
  '/api/admin/events/replay': [
    { id: 'evt_1' },
    { failed: true, since: '2026-03-01T00:00:00Z', after: '2026-03-01T00:00:00.000Z#evt_1' },
    { since: '2026-03-01T00:00:00Z', again: true, after: 'evt_1' },
  ],
  '/api/usage': [
    { id: 'a', userId: 'sub-ada', meter: 'api_calls', quantity: 1, at: '2026-03-01T00:00:00Z' },
    { id: 'b', userId: 'sub-ada', meter: 'storage', quantity: 3 },
    [
      { id: 'c', userId: 'sub-ada', meter: 'api_calls', quantity: 100_000 },
      { id: 'c', userId: 'sub-ada', meter: 'api_calls', quantity: 1 },
    ],
  ],
  '/api/usage/reserve': [
    { id: 'job-19', userId: 'sub-ada', meter: 'api_calls', quantity: 5, expiresInSeconds: 60 },
  ],
  '/api/usage/{id}/commit': [{ userId: 'sub-ada', quantity: 3 }],
  '/api/usage/{id}/release': [{ userId: 'sub-ada' }],
}

function headersOf(world: World, { caller }: Route, isLetIn: boolean, dice: Random) {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const user = { userId: 'sub-ada', username: 'sub-ada', email: 'ada@example.com' }
  const groups = caller.kind === 'staff' ? ['admins'] : []
  if (caller.kind === 'anyone') return {}
  world.cognito.put(user)
  world.cognito.enroll(user.username, groups)
  if (isLetIn) {
    if (caller.kind === 'service') return bearer(serviceSecret)
    return caller.kind === 'scheduler'
      ? bearer('a-secret-for-the-cron-job')
      : bearer(world.token(user, { 'cognito:groups': groups }))
  }
  const wrong = [
    {},
    bearer(''),
    bearer('undefined'),
    bearer(world.token(user, { 'cognito:groups': groups, client_id: 'another' })),
    bearer(world.token(user, { 'cognito:groups': groups }).slice(0, -8)),
    ...(caller.kind === 'user' ? [] : [bearer(world.token(user))]),
  ]
  return wrong[dice.below(wrong.length)] ?? {}
}

/**
 * A spoiled event, signed by us half the time; else with another secret, long ago, or not at all.
 */
function delivery(events: readonly string[], dice: Random): Input {
  const body = spoil(dice.chance(0.9) ? oneOf(events, dice) : '', dice)
  const wrong = [
    { secret: 'whsec_other' },
    { at: Date.now() - 301_000 },
    { signature: '' },
    { signature: 't=,v1=' },
    { signature: `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` },
    { signature: `t=NaN,v1=${body.slice(0, 40).replace(/[^\x20-\x7e]/g, '')}` },
  ] as const
  const isLetIn = dice.chance(0.5)
  const request = signed(body, isLetIn ? {} : wrong[dice.below(wrong.length)])
  return { request, isLetIn }
}

/** What every object inherits, as text. It must be the same before and after. */
const prototypes = () =>
  [Object.prototype, Array.prototype, Function.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join(';')
