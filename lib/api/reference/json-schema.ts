import { z } from 'zod'

/** What our schemas come to as JSON Schema: a part of draft 2020-12. */
export type JsonSchema = {
  $ref?: string
  type?: string
  format?: string
  description?: string
  default?: unknown
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
}

const refTo = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/**
 * Converts schemas as they are on the wire. Those with an `id` become components, collected in
 * `components`, and are referred to.
 */
export function schemaConverter() {
  const components = new Map<string, JsonSchema>()

  function convert(schema: z.ZodType): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...converted
    } = withOurRefs(
      z.toJSONSchema(schema, { io: 'input', override: ({ jsonSchema }) => tidy(jsonSchema) }),
    )
    for (const [name, component] of Object.entries($defs)) components.set(name, component)
    const id = z.globalRegistry.get(schema)?.id
    if (id === undefined) return converted
    // Zod makes a definition of a schema that is referred to from within, too.
    if (!Object.hasOwn($defs, id)) components.set(id, converted)
    return refTo(id)
  }
  return { convert, components }
}

type Converted = JsonSchema & { $schema?: string; $defs?: Record<string, JsonSchema> }

/** Zod refers to its own `$defs`. */
const withOurRefs = (schema: object): Converted =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'))

/** Leaves out what says nothing to a reader: the bounds of JavaScript's integers, what a time looks like. */
function tidy(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.format === 'date-time') delete schema.pattern
  delete schema.propertyNames
}
