import { z } from 'zod'
import { anyone } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'

export const referenceRoutes = {
  openApi: defineRoute({
    method: 'GET',
    path: '/api/openapi.json',
    section: 'Service',
    caller: anyone,
    summary: 'Read this documentation as an OpenAPI 3.1 document',
    answers: { 200: z.looseObject({ openapi: z.string() }).describe('An OpenAPI document.') },
    cacheControl: 'public, max-age=60',
    example: { answer: { openapi: '3.1.1' } },
  }),
}
