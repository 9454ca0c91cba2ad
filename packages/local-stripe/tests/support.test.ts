import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { TEST_CARDS, TEST_TOKENS } from '../src/engine/customers/test-cards'
import { EVENT_TYPES } from '../src/engine/world/event-types'
import { ROUTES } from '../src/http/routes'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

describe('the README', () => {
  it('lists the endpoints', () => {
    const listed = rowsOf('Endpoints').map(([endpoint = '']) => unquoted(endpoint))

    expect(listed.toSorted()).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted(),
    )
  })

  it('lists the parameters that each endpoint does not support', () => {
    const everywhere = codesIn(section('Endpoints').split('####')[0] ?? '')
    const listed = rowsOf('Endpoints').map(([endpoint = '', , unsupported = '']) => [
      unquoted(endpoint),
      codesIn(unsupported).toSorted(),
    ])
    const actual = ROUTES.map(({ method, path, params }) => [
      `${method} ${path}`,
      [...new Set(unsupportedIn(params))]
        .filter((name) => !everywhere.includes(lastOf(name)))
        .toSorted(),
    ])

    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(actual))
  })

  it('marks an endpoint that lacks parameters or differs as partly supported', () => {
    const wrong = rowsOf('Endpoints').filter(
      ([, support, unsupported, differences]) =>
        (support === '✓') !== (unsupported === '' && differences === ''),
    )

    expect(wrong).toEqual([])
  })

  it('lists the event types that the engine sends', () => {
    expect(rowsOf('Events').map(([type = '']) => unquoted(type))).toEqual([...EVENT_TYPES])
  })

  it('lists the test cards and their tokens', () => {
    const listed = rowsOf('Test cards').map(([number = '', tokens = '']) => [
      unquoted(number).replaceAll(' ', ''),
      codesIn(tokens),
    ])
    const actual = Object.keys(TEST_CARDS).map((number) => [
      number,
      Object.keys(TEST_TOKENS).filter((token) => TEST_TOKENS[token] === number),
    ])

    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(actual))
  })

  it.each(['Endpoints', 'Events', 'Behavior'])('has a verdict in each row of %s', (title) => {
    const verdict = title === 'Behavior' ? 2 : 1
    const rows = rowsOf(title)

    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((row) => !['✓', 'partly', 'no'].includes(row[verdict] ?? ''))).toEqual([])
  })
})

describe('the list of event types', () => {
  const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/event-types|\.test\./.test(file))
    .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
    .join('\n')

  it.each(EVENT_TYPES)('%s is sent somewhere', (type) => {
    expect(source).toContain(`'${type}'`)
  })
})

function section(title: string): string {
  const [, after = ''] = readme.split(`\n### ${title}\n`)
  return after.split(/\n#{2,3} /)[0] ?? ''
}

/** The cells of the tables in a section, without header rows. */
const rowsOf = (title: string): string[][] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (endpoint|event|card|area) \|/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )

const unquoted = (cell: string) => cell.replaceAll('`', '')

const codesIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

const lastOf = (name: string) => name.split('.').at(-1) ?? ''

/** The paths of the parameters that a schema does not support, such as `items.discounts`. */
function* unsupportedIn(schema: z.core.$ZodType, path = ''): Generator<string> {
  if ((schema as z.ZodType).meta()?.notSupported) return yield path
  const def = schema._zod.def as z.core.$ZodTypeDef & Partial<Inside>
  for (const [name, inner] of Object.entries(def.shape ?? {})) {
    yield* unsupportedIn(inner, path ? `${path}.${name}` : name)
  }
  for (const inner of [def.innerType, def.element, def.in, def.out, def.valueType]) {
    if (inner) yield* unsupportedIn(inner, path)
  }
  for (const option of def.options ?? []) yield* unsupportedIn(option, path)
}

/** Where the kinds of Zod schemas that we use keep their inner schemas. */
interface Inside {
  shape: Record<string, z.core.$ZodType>
  innerType: z.core.$ZodType
  element: z.core.$ZodType
  in: z.core.$ZodType
  out: z.core.$ZodType
  valueType: z.core.$ZodType
  options: z.core.$ZodType[]
}
