import type { z } from 'zod'
import { invalid } from '../world/errors'
import { flag, hash, integer, many, oneOf, text } from '../world/params'
import type { CheckoutSession } from '../world/types'

const Lengths = hash({
  default_value: text.optional(),
  maximum_length: integer.optional(),
  minimum_length: integer.optional(),
})
export const CustomFieldParams = many(
  hash({
    key: text,
    label: hash({ custom: text, type: oneOf('custom') }),
    type: oneOf('dropdown', 'numeric', 'text'),
    optional: flag.optional(),
    dropdown: hash({
      default_value: text.optional(),
      options: many(hash({ label: text, value: text })),
    }).optional(),
    numeric: Lengths.optional(),
    text: Lengths.optional(),
  }),
)
export type CustomFieldParams = z.output<typeof CustomFieldParams>

type CustomField = CheckoutSession['custom_fields'][number]

const MOST_FIELDS = 3

/** The fields of a new session, without values. */
export function newCustomFields(given: CustomFieldParams = []): CustomField[] {
  if (given.length > MOST_FIELDS) {
    throw invalid(
      `Array custom_fields exceeded maximum ${MOST_FIELDS} allowed elements.`,
      'custom_fields',
    )
  }
  return given.map((field, i) => {
    const path = `custom_fields[${i}]`
    if (!/^[a-z\d]{1,200}$/i.test(field.key)) {
      throw invalid('A key must be alphanumeric, with up to 200 characters.', `${path}[key]`)
    }
    if (given.findIndex(({ key }) => key === field.key) !== i) {
      throw invalid(`The key ${field.key} is used more than once.`, `${path}[key]`)
    }
    const { dropdown } = field
    if (field.type === 'dropdown' && !dropdown?.options.length) {
      const missing = `${path}[dropdown][options]`
      throw invalid(`Missing required param: ${missing}.`, missing, 'parameter_missing')
    }
    const choice = dropdown?.default_value
    if (choice !== undefined && !dropdown?.options.some(({ value }) => value === choice)) {
      throw invalid('The default value must be one of the options.', `${path}[dropdown]`)
    }
    return {
      key: field.key,
      label: field.label,
      optional: field.optional ?? false,
      type: field.type,
      ...(field.type === 'dropdown' && {
        dropdown: { default_value: choice ?? null, options: dropdown?.options ?? [], value: null },
      }),
      ...(field.type === 'numeric' && { numeric: lengthsOf(field.numeric) }),
      ...(field.type === 'text' && { text: lengthsOf(field.text) }),
    }
  })
}

const lengthsOf = (given: z.output<typeof Lengths> | undefined) => ({
  default_value: given?.default_value ?? null,
  maximum_length: given?.maximum_length ?? null,
  minimum_length: given?.minimum_length ?? null,
  value: null,
})

/** What is wrong with the buyer's answer to a field, or null. */
export function answerProblem(
  field: Omit<CustomField, 'type'> & { type: string },
  answer: string,
): string | null {
  const label = field.label.custom
  if (answer === '') return field.optional ? null : `Enter ${label}.`
  if (field.type === 'dropdown') {
    const isOffered = field.dropdown?.options.some(({ value }) => value === answer)
    return isOffered ? null : `Choose ${label}.`
  }
  const limits = field.type === 'numeric' ? field.numeric : field.text
  if (field.type === 'numeric' && !/^\d+$/.test(answer)) return `${label} has only digits.`
  if (answer.length < (limits?.minimum_length ?? 0)) return `${label} is too short.`
  if (answer.length > (limits?.maximum_length ?? 255)) return `${label} is too long.`
  return null
}

/** The fields with the buyer's answers. A field that wasn't asked for has its default value. */
export const withAnswers = (
  fields: CustomField[],
  answers: Record<string, string> = {},
): CustomField[] =>
  fields.map((field) => {
    const kind = field[field.type] as { default_value: string | null } | undefined
    const given = Object.hasOwn(answers, field.key) ? answers[field.key] : undefined
    const value = (given ?? kind?.default_value) || null
    return { ...field, [field.type]: { ...kind, value } }
  })
