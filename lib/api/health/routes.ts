import { z } from 'zod'
import { anyone } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'

export const Health = z
  .object({
    status: z.enum(['ok', 'degraded']),
    dependencies: z
      .record(z.string(), z.enum(['ok', 'failing']))
      .describe('What we depend on: `dynamodb`, `stripe`, `cognito`, `tokenKeys`.'),
  })
  .meta({ id: 'Health' })

export const healthRoutes = {
  health: defineRoute({
    method: 'GET',
    path: '/api/health',
    aliases: ['/health'],
    section: 'Service',
    caller: anyone,
    summary: 'Check the service and what it depends on',
    description: 'Dependencies are checked at most every five seconds, however many ask.',
    query: z.object({
      live: z
        .string()
        .optional()
        .describe('If present, only the process itself is checked: `?live`.'),
    }),
    answers: { 200: Health, 503: Health.describe('A dependency fails.') },
    cacheControl: 'no-store',
    example: {
      answer: {
        status: 'ok',
        dependencies: { dynamodb: 'ok', stripe: 'ok', cognito: 'ok', tokenKeys: 'ok' },
      },
    },
  }),
}
