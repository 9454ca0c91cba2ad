import { replayEvents } from '@/lib/api/admin/replay-events'
import { portal } from '@/lib/api/billing-pages/portal'
import { checkout } from '@/lib/api/checkout/checkout'
import { webhook } from '@/lib/api/webhook/webhook'
import type { Person } from '@/lib/identity/people'
import { signed } from './deliver'
import { apiRequest, buy } from './shop'
import { type Random, random } from './simulator/random'
import type { World } from './world'

export type FuzzFigures = { inputs: number; statuses: Record<number, number>; problems: string[] }

/**
 * Throws `inputs` bodies at the webhook, signed by us, by others and by nobody, and at every endpoint
 * that takes JSON, from a signed-in person. None may be answered 5xx; no event that we didn't sign
 * may be accepted; nothing may reach `Object.prototype`.
 */
export async function fuzz(world: World, inputs: number, seed = 1): Promise<FuzzFigures> {
  const dice = random(seed)
  const ada = world.addUser()
  const admin = world.addUser('root')
  await buy(world, ada)
  const seeds = world.engine.store.events.all().map((event) => JSON.stringify(event))
  const shapes = [...seeds, ...asked]
  const figures: FuzzFigures = { inputs: 0, statuses: {}, problems: [] }
  const before = prototypes()

  while (figures.inputs < inputs) {
    const body = spoil(dice.chance(0.7) ? (shapes[dice.below(shapes.length)] ?? '') : '', dice)
    const { name, request, isOurs, answer } = target(world, { ada, admin }, body, dice)
    const { status } = await answer(request)
    figures.inputs++
    figures.statuses[status] = (figures.statuses[status] ?? 0) + 1
    const told = `${name} answered ${status} to ${JSON.stringify(body.slice(0, 300))}`
    if (status >= 500) figures.problems.push(told)
    if (status < 300 && !isOurs) figures.problems.push(`${told}, which we had not signed`)
    if (prototypes() !== before) {
      figures.problems.push(`${told}, and a prototype was changed`)
      break
    }
    if (figures.problems.length > 20) break
  }
  return figures
}

/** What the endpoints that take JSON are asked for. */
const asked = [
  '{"plan":"pro"}',
  '{"flow":"subscription_cancel"}',
  '{"id":"evt_1"}',
  '{"failed":true,"since":"2026-03-01T00:00:00Z","after":"2026-03-01T00:00:00.000Z#evt_1"}',
  '{"since":"2026-03-01T00:00:00Z","again":true,"after":"evt_1"}',
]

type Target = {
  name: string
  request: Request
  /** Whether a 2xx would be right. */
  isOurs: boolean
  answer: (request: Request) => Promise<Response>
}

function target(
  world: World,
  { ada, admin }: { ada: Person; admin: Person },
  body: string,
  dice: Random,
): Target {
  const { services } = world
  const json = (path: string, as: Person, claims?: Record<string, unknown>) => ({
    name: path,
    request: apiRequest(world, path, {
      as,
      body,
      ...(claims && { token: world.token(as, claims) }),
    }),
    isOurs: true,
  })
  switch (dice.below(8)) {
    case 0:
      return { ...json('/api/checkout', ada), answer: checkout(services) }
    case 1:
      return { ...json('/api/portal', ada), answer: portal(services) }
    case 2:
      return {
        ...json('/api/admin/events/replay', admin, { 'cognito:groups': ['admins'] }),
        answer: replayEvents(services),
      }
    default:
      return { ...delivery(body, dice), name: 'the webhook', answer: webhook(services) }
  }
}

/** A delivery signed by us half the time; else by somebody else, long ago, or not at all. */
function delivery(body: string, dice: Random) {
  const wrong = [
    { secret: 'whsec_other' },
    { at: Date.now() - 301_000 },
    { signature: '' },
    { signature: 't=,v1=' },
    { signature: `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` },
    { signature: `t=NaN,v1=${body.slice(0, 40).replace(/[^\x20-\x7e]/g, '')}` },
  ] as const
  const isOurs = dice.chance(0.5)
  const request = signed(body, isOurs ? {} : wrong[dice.below(wrong.length)])
  return { request, isOurs }
}

/** A body with some of it changed: other values, strange keys, lost and doubled characters. */
function spoil(body: string, dice: Random): string {
  if (body === '' || dice.chance(0.15)) return strange(dice)
  const times = dice.below(4)
  let text = dice.chance(0.6) ? JSON.stringify(replaceIn(JSON.parse(body), dice)) : body
  for (let at = 0; at < times && dice.chance(0.4); at++) {
    const cut = dice.below(text.length + 1)
    text =
      text.slice(0, cut) + strange(dice).slice(0, dice.below(12)) + text.slice(cut + dice.below(4))
  }
  return text
}

/** One value somewhere inside becomes another, or gets a key that would be dangerous to copy. */
function replaceIn(value: unknown, dice: Random): unknown {
  if (typeof value !== 'object' || value === null || dice.chance(0.12)) {
    return dice.chance(0.5) ? JSON.parse(oneOf(values, dice)) : value
  }
  if (Array.isArray(value))
    return value.map((item) => (dice.chance(0.3) ? replaceIn(item, dice) : item))
  const entries = Object.entries(value)
  const chosen = dice.below(entries.length || 1)
  const changed = entries.map(([key, item], at) => [
    dice.chance(0.02) ? oneOf(keys, dice) : key,
    at === chosen ? replaceIn(item, dice) : item,
  ])
  if (dice.chance(0.3)) changed.push([oneOf(keys, dice), JSON.parse(oneOf(values, dice))])
  // Own keys even where they are called `__proto__`, as JSON.parse would make them.
  return Object.fromEntries(changed)
}

const strange = (dice: Random) => (dice.chance(0.5) ? oneOf(values, dice) : oneOf(noise, dice))

const oneOf = (list: readonly string[], dice: Random) => list[dice.below(list.length)] ?? ''

const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
  'id',
  'customer',
  'plan',
  '$ne',
]

/** JSON, as text. */
const values = [
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  '9007199254740993',
  '1000000000000',
  '""',
  '"__proto__"',
  '"constructor"',
  '"cus_\\u0000"',
  '"cus_1"',
  '"evt_1"',
  '"\\ud800"',
  '"../../etc/passwd"',
  '"customer.subscription.updated"',
  '"charge.dispute.closed"',
  '"2026-03-01T00:00:00Z"',
  '[]',
  '[[[[[[]]]]]]',
  '{}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  `"${'x'.repeat(3_000)}"`,
]

/** Not JSON. */
const noise = [
  '',
  '{',
  '}',
  '[',
  '"',
  '\u0000',
  '\ufeff{}',
  'undefined',
  'NaN',
  '<xml/>',
  'a=1&b=2',
  '{"a":1,}',
]

/** What every object inherits, as text: the same before and after, or somebody reached it. */
const prototypes = () =>
  [Object.prototype, Array.prototype, Function.prototype]
    .map((prototype) => Reflect.ownKeys(prototype).map(String).join())
    .join(';')
