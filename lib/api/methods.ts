import { randomUUID } from 'node:crypto'
import { AppError } from '@/lib/errors'
import { errorResponse } from '@/lib/http'
import { allowOrigin, allowPreflight } from './cors'
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
  const origins = () => Object.values(handlers).flatMap((handler) => handler.corsOrigins())
  const refuse = async (request: Request) => {
    const error = new AppError('method_not_allowed', `Use ${known.join(' or ')} here.`)
    const response = errorResponse(error, randomUUID())
    response.headers.set('allow', allow)
    allowOrigin(response.headers, request, origins())
    return response
  }
  const options = async (request: Request) => {
    const response = new Response(null, { status: 204, headers: { allow } })
    allowPreflight(response.headers, request, origins(), known)
    return response
  }
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
