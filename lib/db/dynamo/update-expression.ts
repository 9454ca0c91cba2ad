import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb'

/** The part of an update that says what changes, and on what condition. */
export type UpdateExpression = Pick<
  UpdateCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
> & { UpdateExpression: string }

/**
 * An update from plain values: `set` maps a path (its names in order) to its new value, where
 * `null` removes it; `when` maps a top-level attribute to what it must still be, where `null` means
 * absent. Every name and value goes in by placeholder, so no value is ever read as an expression.
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
    // An update creates a missing row; none of ours may.
    ConditionExpression: ['attribute_exists(pk)', ...conditions].join(' AND '),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  }
}
