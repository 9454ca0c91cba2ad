import { z } from 'zod'
import { type ApiError, invalid } from './errors'

/**
 * Schemas for request parameters. Everything arrives as strings in nested hashes and arrays
 * (`http/form.ts`). The schemas turn it into typed values, or into the error that Stripe would
 * answer.
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  whenNotSupported: (names: string[]) => void,
): z.output<Schema> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const paths: PropertyKey[][] = []
  for (const issue of result.error.issues) {
    const unsupported = unsupportedPaths(issue)
    // What Stripe refuses too comes first.
    if (unsupported.length === 0) throw toApiError(issue)
    paths.push(...unsupported)
  }
  whenNotSupported(paths.map(paramName))
  for (const path of paths) removeAt(input, path)
  return parse(schema, input, whenNotSupported)
}

/** The parameters that an issue is about, if it is only about parameters that are not supported. */
function unsupportedPaths(issue: z.core.$ZodIssue): PropertyKey[][] {
  if (issue.code === 'custom' && issue.params?.code === NOT_SUPPORTED) return [issue.path]
  if (issue.code !== 'invalid_union') return []
  const branches = issue.errors.map((branch) => branch.map(unsupportedPaths))
  const branch = branches.find((found) => found.every((paths) => paths.length > 0))
  return (branch ?? []).flat().map((path) => [...issue.path, ...path])
}

function removeAt(input: unknown, path: PropertyKey[]): void {
  const last = path.at(-1) as PropertyKey
  // The issue was found at this path, so the hashes and arrays on the way are there.
  const holder = path
    .slice(0, -1)
    .reduce((at, key) => (at as Record<PropertyKey, unknown>)[key], input)
  delete (holder as Record<PropertyKey, unknown>)[last]
}

export const text = parameter((value) => {
  if (value === '') throw new InvalidParam('parameter_invalid_empty')
  if (typeof value !== 'string')
    throw new InvalidParam('parameter_invalid_string', 'Invalid string')
  if (value.length > 5000) throw new InvalidParam('parameter_invalid_string', 'Invalid string')
  return value
})

export const email = parameter((value) => {
  if (value === '') throw new InvalidParam('parameter_invalid_empty')
  if (typeof value !== 'string')
    throw new InvalidParam('parameter_invalid_string', 'Invalid string')
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    throw new InvalidParam('email_invalid', `Invalid email address: ${value}`)
  }
  return value
})

export const integer = parameter((value) => {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
    throw value === ''
      ? new InvalidParam('parameter_invalid_empty')
      : new InvalidParam('parameter_invalid_integer', 'Invalid integer')
  }
  return number
})

/** Zero or more: amounts, quantities, days. */
export const natural = z.pipe(
  integer,
  z.custom<number>((value) => (value as number) >= 0, {
    error: 'Invalid non-negative integer',
  }),
)

/** A decimal with up to 12 places, kept as a string. */
export const decimal = parameter((value) => {
  if (typeof value !== 'string' || !/^-?\d{1,15}(\.\d{1,12})?$/.test(value)) {
    throw new InvalidParam('parameter_invalid_decimal', 'Invalid decimal')
  }
  return value
})

export const flag = parameter((value) => {
  if (value === 'true' || value === true) return true
  if (value === 'false' || value === false) return false
  throw new InvalidParam('parameter_invalid_boolean', 'Invalid boolean')
})

export const oneOf = <const Choice extends string>(...choices: Choice[]) =>
  parameter((value): Choice => {
    const choice = choices.find((each) => each === value)
    if (choice !== undefined) return choice
    if (value === '') throw new InvalidParam('parameter_invalid_empty')
    throw new InvalidParam(undefined, `must be one of ${choices.join(', ')}`)
  })

/** A value of an enum that Stripe may extend. Any string is accepted and typed as in the SDK. */
export const open = <Value extends string | null | undefined>() =>
  text as unknown as z.ZodType<NonNullable<Value>>

/** Accepts `''` as well, which unsets the field: it becomes null. */
export const emptyable = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform(() => null), schema])

export const hash = z.strictObject

export const many = <Schema extends z.ZodType>(schema: Schema) => z.array(schema)

/**
 * A parameter that Stripe has and the local Stripe does not. A request that gives it is answered
 * 501, or accepted without effect if the team chose so. Its type is `undefined`: the engine can't
 * read it.
 */
export const notSupported = () =>
  z
    .custom<undefined>((value) => value === undefined, { params: { code: NOT_SUPPORTED } })
    .optional()
    .meta({ notSupported: true })

/**
 * The same for a parameter with a value that asks for what happens anyway, such as
 * `automatic_tax[enabled]=false`. That value is accepted.
 */
export const notSupportedUnless = (harmless: z.ZodType) =>
  z
    .custom<undefined>((value) => value === undefined || harmless.safeParse(value).success, {
      params: { code: NOT_SUPPORTED },
    })
    .optional()
    .meta({ notSupported: true })

export const NOT_SUPPORTED = 'local_stripe_not_supported'

/** A change of metadata: `null` for keys to unset, and `''` instead of a hash to unset them all. */
export const metadata = z.unknown().transform((value, context): MetadataChange => {
  if (value === '') return 'unset'
  const refuse = (message: string): never => {
    context.issues.push({ code: 'custom', message, input: value })
    return z.NEVER
  }
  if (typeof value !== 'object' || value === null) return refuse('Invalid hash')
  const entries = Object.entries(value)
  const change: Record<string, string | null> = Object.create(null)
  for (const [key, entry] of entries) {
    if (typeof entry !== 'string') return refuse('Metadata values must be strings')
    if (key.length > 40) {
      return refuse(`Metadata keys must be 40 characters or less. '${key}' is ${key.length} long.`)
    }
    if (/[[\]]/.test(key)) {
      return refuse(`Metadata keys can't contain square brackets. '${key}' does.`)
    }
    if (entry.length > 500) {
      return refuse(`Metadata values must be 500 characters or less. '${key}' is longer.`)
    }
    change[key] = entry === '' ? null : entry
  }
  return change
})
export type MetadataChange = 'unset' | Record<string, string | null>

const MAX_METADATA_KEYS = 50

export function withMetadata(
  current: Record<string, string> | null,
  change: MetadataChange | undefined,
): Record<string, string> {
  if (change === undefined) return current ?? {}
  if (change === 'unset') return {}
  const next = new Map(Object.entries(current ?? {}))
  for (const [key, value] of Object.entries(change)) {
    if (value === null) next.delete(key)
    else next.set(key, value)
  }
  if (next.size > MAX_METADATA_KEYS) {
    throw invalid(`Metadata can have at most ${MAX_METADATA_KEYS} keys.`, 'metadata')
  }
  return Object.fromEntries(next)
}

/** A time in whole seconds, or bounds for one. */
export const range = z.union([
  integer,
  hash({
    gt: integer.optional(),
    gte: integer.optional(),
    lt: integer.optional(),
    lte: integer.optional(),
  }),
])
export type Range = z.output<typeof range>

/** Whether a time is within the bounds. An object without this time is not. */
export function within(moment: number | null | undefined, bounds: Range | undefined): boolean {
  if (bounds === undefined) return true
  if (moment === null || moment === undefined) return false
  if (typeof bounds === 'number') return moment === bounds
  return (
    moment > (bounds.gt ?? -Infinity) &&
    moment >= (bounds.gte ?? -Infinity) &&
    moment < (bounds.lt ?? Infinity) &&
    moment <= (bounds.lte ?? Infinity)
  )
}

export const address = hash({
  city: emptyable(text).optional(),
  country: emptyable(text).optional(),
  line1: emptyable(text).optional(),
  line2: emptyable(text).optional(),
  postal_code: emptyable(text).optional(),
  state: emptyable(text).optional(),
}).transform((given) => ({
  city: given.city ?? null,
  country: given.country ?? null,
  line1: given.line1 ?? null,
  line2: given.line2 ?? null,
  postal_code: given.postal_code ?? null,
  state: given.state ?? null,
}))

class InvalidParam extends Error {
  constructor(
    readonly code: string | undefined,
    message = '',
  ) {
    super(message)
  }
}

function parameter<T>(read: (value: unknown) => T) {
  return z.unknown().transform((value, context): T => {
    try {
      if (value === undefined) throw new InvalidParam('parameter_missing')
      return read(value)
    } catch (error) {
      if (!(error instanceof InvalidParam)) throw error
      context.issues.push({
        code: 'custom',
        message: error.message,
        params: { code: error.code },
        input: value,
      })
      return z.NEVER
    }
  })
}

/** Turns a Zod issue into Stripe's message and error code. */
function toApiError(issue: z.core.$ZodIssue): ApiError {
  const name = paramName(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const unknown = paramName([...issue.path, issue.keys[0] as string])
    return invalid(`Received unknown parameter: ${unknown}`, unknown, 'parameter_unknown')
  }
  if (issue.code === 'invalid_union') {
    // In a union, report the branch that matched the most.
    const furthest = issue.errors
      .flatMap((branch) => branch[0] ?? [])
      .sort((a, b) => b.path.length - a.path.length)
      .at(0)
    const literal = furthest?.code === 'invalid_value' ? issue.errors.at(-1)?.[0] : furthest
    if (literal) return toApiError({ ...literal, path: [...issue.path, ...literal.path] })
  }
  if (issue.code === 'custom') {
    const code: unknown = issue.params?.code
    if (code === 'parameter_missing') return absent(name)
    if (code === 'parameter_invalid_empty') {
      return invalid(
        `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
        name,
        'parameter_invalid_empty',
      )
    }
    if (code === 'email_invalid') return invalid(issue.message, name, code)
    if (typeof code === 'string') return invalid(`${issue.message}: ${name}`, name, code)
    return invalid(`Invalid ${name}: ${issue.message}`, name)
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return absent(name)
  if (issue.code === 'invalid_type' && issue.expected === 'array') {
    return invalid('Invalid array', name)
  }
  if (issue.code === 'invalid_type') return invalid('Invalid object', name)
  return invalid(`Invalid ${name}: ${issue.message}`, name)
}

const absent = (name: string) =>
  invalid(`Missing required param: ${name}.`, name, 'parameter_missing')

const paramName = (path: PropertyKey[]) =>
  path.map((part, i) => (i === 0 ? String(part) : `[${String(part)}]`)).join('')
