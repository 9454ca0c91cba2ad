import type { Random } from '@/testing/simulator/random'

/** Changes parts of a body: other values, strange keys, lost and doubled characters. */
export function spoil(body: string, dice: Random): string {
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

/** Replaces one value somewhere inside, or adds a key that is dangerous to copy. */
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

export const oneOf = (list: readonly string[], dice: Random) => list[dice.below(list.length)] ?? ''

export const keys = [
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
export const values = [
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
