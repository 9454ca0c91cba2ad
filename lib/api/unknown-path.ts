import { AppError } from '@/lib/errors'
import { anyone } from './callers'
import { type HandlerServices, handle } from './handle'
import { defineRoute, empty } from './route'

/** Not in the table: it stands for every path under /api that isn't there. */
const unknownRoute = defineRoute({
  method: 'GET',
  path: '/api/{path}',
  section: 'Service',
  caller: anyone,
  summary: 'A path that does not exist',
  answers: { 200: empty },
  errors: ['not_found'],
  example: {},
})

/** 404 as JSON, which programs read, and not as a page. */
export const unknownPath = (services: HandlerServices) =>
  handle(services, unknownRoute, async ({ request }) => {
    const { pathname } = new URL(request.url)
    throw new AppError(
      'not_found',
      `There’s nothing at ${pathname.slice(0, 200)}. See docs/api.md.`,
    )
  })
