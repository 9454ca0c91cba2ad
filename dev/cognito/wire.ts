import { CognitoError, UnsupportedError } from 'cognito-local/lib/errors.js'
import type { RequestFields } from './request'

/** Returns the request with email addresses in lower case, because Cognito ignores their case. */
export function lowerCaseEmail(request: RequestFields): RequestFields {
  const copy = structuredClone(request)
  lower(copy, 'Username')
  lower(copy.AuthParameters, 'USERNAME')
  for (const attribute of Array.isArray(copy.UserAttributes) ? copy.UserAttributes : []) {
    if (attribute?.Name === 'email') lower(attribute, 'Value')
  }
  return copy
}

function lower(holder: unknown, field: string) {
  if (!isRecord(holder)) return
  const value = holder[field]
  if (typeof value === 'string' && value.includes('@')) holder[field] = value.toLowerCase()
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

export function refusal(operation: string, error: unknown): Response {
  if (error instanceof CognitoError) {
    return reply(400, { __type: error.code, message: error.message })
  }
  if (error instanceof UnsupportedError) {
    const message = `The local Cognito does not know ${operation || 'a request without X-Amz-Target'}`
    return reply(400, { __type: 'UnknownOperationException', message })
  }
  console.error(`cognito ${operation}:`, error)
  return reply(500, { __type: 'InternalErrorException', message: 'See the terminal of the stack' })
}

/**
 * Dates are seconds in AWS's JSON. The replacer gets them as strings already, so it reads the
 * original.
 */
export function reply(status: number, body: unknown): Response {
  const text = JSON.stringify(body, function (this: Record<string, unknown>, key, value) {
    const original = this[key]
    return original instanceof Date ? Math.floor(original.getTime() / 1000) : value
  })
  return new Response(text, { status, headers: { 'content-type': 'application/x-amz-json-1.1' } })
}
