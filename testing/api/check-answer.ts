import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { errorAnswers } from '@/lib/api/errors'
import { empty, errorCodes, type Route } from '@/lib/api/route'
import { statusOf } from '@/lib/errors'

/**
 * Throws if an answer isn't one that the route declares: another status, an error code that isn't
 * listed, or a body that its schema doesn't describe to the last field.
 */
export async function checkAnswer(route: Route, response: Response): Promise<void> {
  const problem = await problemWith(route, response)
  if (problem) throw new Error(`${route.method} ${route.path}: ${problem}`)
}

async function problemWith(route: Route, response: Response): Promise<string | null> {
  const { status } = response
  const text = await response.text()
  const schema = route.answers[status]
  if (schema === empty) return text === '' ? null : `${status} should have no body: ${text}`
  const body: unknown = JSON.parse(text)
  // A route may answer 503 itself, and may also be refused by `maxAtOnce`.
  const asAnswer = schema && difference(schema, body)
  if (asAnswer === null) return null
  const code = errorCodes(route).find((each) => statusOf[each] === status && codeOf(body) === each)
  const asError = code && errorAnswers.get(code)
  if (asError) return difference(asError, body)
  return asAnswer ?? `doesn't declare this answer: ${status} ${text}`
}

/** `null` if the schema describes all of `wire`: read and written again it is the same. */
function difference(schema: z.ZodType, wire: unknown): string | null {
  const read = schema.safeParse(wire)
  if (!read.success) return `${z.prettifyError(read.error)}\n${JSON.stringify(wire)}`
  const written: unknown = JSON.parse(JSON.stringify(z.encode(schema, read.data)))
  if (isDeepStrictEqual(written, wire)) return null
  return `the schema doesn't describe all of ${JSON.stringify(wire)}, only ${JSON.stringify(written)}`
}

const Coded = z.object({ error: z.object({ code: z.string() }) })
const codeOf = (body: unknown) => Coded.safeParse(body).data?.error.code
