import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb'

/** The fields of an update that hold the change and its condition. */
export type UpdateExpression = Pick<
  UpdateCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
> & { UpdateExpression: string }

/**
 * Builds an update from plain values: `set` maps a path (its names in order) to its new value,
 * where `null` removes it; `when` maps a top-level attribute to its expected value, where `null`
 * means absent. Names and values are always placeholders, so no value is parsed as an expression.
 */
export function updateExpression(
  set: [path: string[], value: unknown][],
  when: Record<string, unknown>,
): UpdateExpression {
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  const name = (attribute: string) => {
    const key = `#n${Object.keys(names).length}`
    names[key] = attribute
    return key
  }
  const value = (given: unknown) => {
    const key = `:v${Object.keys(values).length}`
    values[key] = given
    return key
  }
  const place = (path: string[]) => path.map(name).join('.')

  const sets = set
    .filter(([, given]) => given !== null)
    .map(([path, given]) => `${place(path)} = ${value(given)}`)
  const removes = set.filter(([, given]) => given === null).map(([path]) => place(path))
  const conditions = Object.entries(when).map(([attribute, given]) =>
    given === null
      ? `attribute_not_exists(${name(attribute)})`
      : `${name(attribute)} = ${value(given)}`,
  )
  return {
    UpdateExpression: [
      sets.length > 0 ? `SET ${sets.join(', ')}` : '',
      removes.length > 0 ? `REMOVE ${removes.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join(' '),
    // An update would create a missing row, and ours must not.
    ConditionExpression: ['attribute_exists(pk)', ...conditions].join(' AND '),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  }
}
