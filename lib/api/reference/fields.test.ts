import { expect, it } from 'vitest'
import { z } from 'zod'
import { Time } from '@/lib/billing/time'
import { fieldTables } from './fields'
import { schemaConverter } from './json-schema'

const Named = z.object({ key: z.string() }).meta({ id: 'NamedInFieldsTest' })

/** One row a line: `name: type`. */
const rows = (schema: z.ZodType) =>
  fieldTables(schemaConverter().convert(schema)).map((fields) =>
    fields.map(({ name, type, required, text }) => {
      const words = type.map((part) => (typeof part === 'string' ? part : `<${part.ref}>`)).join('')
      return `${name}${required ? '' : '?'}: ${words}${text && ` (${text})`}`
    }),
  )

it('names types in words', () => {
  const Example = z.object({
    text: z.string().max(60).optional(),
    count: z.int().min(1).max(9).default(1).describe('How many.'),
    at: Time.nullable(),
    kind: z.enum(['a', 'b']).nullable(),
    kinds: z.array(z.enum(['a', 'b'])),
    exact: z.literal(true),
    named: Named.nullable(),
    all: z.array(Named),
    byKey: z.record(z.string(), z.number()),
  })

  expect(rows(Example)).toEqual([
    [
      'text?: string, at most 60 characters',
      'count?: integer, 1 to 9 (How many. By default `1`.)',
      'at: time or `null`',
      'kind: one of `a`, `b`, or `null`',
      'kinds: list of `a` or `b`',
      'exact: `true`',
      'named: <NamedInFieldsTest> or `null`',
      'all: list of <NamedInFieldsTest>',
      'byKey: map of numbers',
    ],
  ])
})

it('shows what is inside objects, lists and maps', () => {
  const Example = z.object({
    pause: z.object({ until: Time }).nullable(),
    lines: z.array(z.object({ cents: z.int() })),
    meters: z.record(z.string(), z.object({ unit: z.string() })),
  })

  expect(rows(Example)).toEqual([
    [
      'pause: object or `null`',
      'pause.until: time',
      'lines: list of objects',
      'lines[].cents: integer',
      'meters: map of objects',
      'meters.*.unit: string',
    ],
  ])
})

it('has a table for each of several objects, and one line for them inside another', () => {
  const One = z.object({ id: z.string() })
  const Other = z.object({ failed: z.literal(true), since: Time.optional() })

  expect(rows(z.union([One, Other]))).toEqual([['id: string'], ['failed: `true`', 'since?: time']])
  expect(rows(z.object({ either: z.union([One, Other]) }))).toEqual([
    ['either: `{id}`, or `{failed: true, since?}`'],
  ])
})
