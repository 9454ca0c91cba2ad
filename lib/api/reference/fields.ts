import type { JsonSchema } from './json-schema'

/** A type in words. What is a `ref` leads to the object of that name. */
export type TypePart = string | { ref: string }

/** One row of a table of fields. Nested objects have dotted names, such as `limits[].meter`. */
export type Field = { name: string; type: TypePart[]; required: boolean; text: string }

/** The tables of an object's fields: several if it is one of several, none if it has none of its own. */
export function fieldTables(schema: JsonSchema): Field[][] {
  return alternatives(schema)
    .map((each) => fieldsOf(each, ''))
    .filter((fields) => fields.length > 0)
}

/** What a schema may be, if it is one of several objects; else itself. */
const alternatives = (schema: JsonSchema): JsonSchema[] => schema.anyOf ?? schema.oneOf ?? [schema]

function fieldsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): Field[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const name = `${prefix}${key}`
    const isRequired = required.includes(key)
    const row = { name, type: typeOf(schema), required: isRequired, text: textOf(schema) }
    const inner = innerObject(schema)
    return [row, ...(inner ? fieldsOf(inner.schema, `${name}${inner.suffix}.`) : [])]
  })
}

export function textOf({ description = '', default: byDefault }: JsonSchema): string {
  if (byDefault === undefined) return description
  return `${description} By default \`${JSON.stringify(byDefault)}\`.`.trim()
}

/** The object that stands in a field, in a list or in a map, with fields of its own to show. */
function innerObject(schema: JsonSchema): { schema: JsonSchema; suffix: string } | null {
  const { schema: plain } = withoutNull(schema)
  if (plain.properties) return { schema: plain, suffix: '' }
  if (plain.items?.properties) return { schema: plain.items, suffix: '[]' }
  const { additionalProperties } = plain
  const isMap = typeof additionalProperties === 'object' && additionalProperties.properties
  return isMap ? { schema: additionalProperties, suffix: '.*' } : null
}

/** `{ anyOf: [schema, null] }` and `{ type: ['string', 'null'] }` are how JSON Schema says "or null". */
function withoutNull(schema: JsonSchema): { schema: JsonSchema; orNull: boolean } {
  if (Array.isArray(schema.type)) {
    const [type] = schema.type.filter((each) => each !== 'null')
    return { schema: { ...schema, ...(type !== undefined && { type }) }, orNull: true }
  }
  const [first, second] = schema.anyOf ?? []
  if (first && second?.type === 'null') return { schema: first, orNull: true }
  return { schema, orNull: false }
}

export function typeOf(given: JsonSchema): TypePart[] {
  const { schema, orNull } = withoutNull(given)
  const or = schema.enum ? ', or ' : ' or '
  return [...plainType(schema), ...(orNull ? [`${or}\`null\``] : [])]
}

function plainType(schema: JsonSchema): TypePart[] {
  if (schema.$ref) return [{ ref: schema.$ref.replace(/^.*\//, '') }]
  if (schema.const !== undefined) return [`\`${JSON.stringify(schema.const)}\``]
  if (schema.enum) return [`one of ${valuesOf(schema.enum).join(', ')}`]
  if (schema.anyOf || schema.oneOf) return joined(alternatives(schema).map(inline), ', or ')
  if (schema.items) return ['list of ', ...elementType(schema.items)]
  if (typeof schema.additionalProperties === 'object') {
    return ['map of ', ...elementType(schema.additionalProperties)]
  }
  if (schema.format === 'date-time') return ['time']
  return [`${schema.type ?? 'any'}${boundsOf(schema)}`]
}

function elementType(schema: JsonSchema): TypePart[] {
  if (schema.properties) return ['objects']
  if (schema.enum) return [valuesOf(schema.enum).join(' or ')]
  return plural(typeOf(schema))
}

const valuesOf = (values: unknown[]) => values.map((value) => `\`${value}\``)

const plural = (type: TypePart[]): TypePart[] =>
  type.map((part) =>
    part === 'string' || part === 'integer' || part === 'number' ? `${part}s` : part,
  )

function boundsOf({ minimum, maximum, minLength, maxLength }: JsonSchema): string {
  const [least, most] = [minimum ?? minLength, maximum ?? maxLength]
  const what = minLength === undefined && maxLength === undefined ? '' : ' characters'
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}${what}`
  if (most !== undefined) return `, at most ${most}${what}`
  return least === undefined ? '' : `, at least ${least}${what}`
}

/** An object in one line, for a field that may be several: `{kind, eventId, type}`. */
function inline(schema: JsonSchema): TypePart[] {
  if (!schema.properties) return typeOf(schema)
  const { properties, required = [] } = schema
  const fields = Object.entries(properties).map(([name, { const: value }]) => {
    const optional = required.includes(name) ? '' : '?'
    return value === undefined ? `${name}${optional}` : `${name}: ${JSON.stringify(value)}`
  })
  return [`\`{${fields.join(', ')}}\``]
}

const joined = (lists: TypePart[][], separator: string): TypePart[] =>
  lists.flatMap((list, index) => (index === 0 ? list : [separator, ...list]))
