import { randomUUID } from 'node:crypto'
import { AppError } from '@/lib/errors'
import { errorResponse } from '@/lib/http'
import type { Handler } from './handle'
import type { Method } from './route'

type Export = (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>

/**
 * What a `route.ts` exports: its handlers, and for every other method a 405 with `allow`. Without it
 * Next answers those methods with an empty body.
 */
export function methods(
  handlers: Partial<Record<Method, Handler>>,
): Record<Method | 'OPTIONS', Export> {
  const known = Object.keys(handlers)
  const allow = [...known, ...(handlers.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ')
  const refuse = async () => {
    const error = new AppError('method_not_allowed', `Use ${known.join(' or ')} here.`)
    const response = errorResponse(error, randomUUID())
    response.headers.set('allow', allow)
    return response
  }
  const options = async () => new Response(null, { status: 204, headers: { allow } })
  return {
    GET: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    ...handlers,
    OPTIONS: options,
  }
}
