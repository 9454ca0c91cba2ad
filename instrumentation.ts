import type { Instrumentation } from 'next'

/** Runs once at start, never at build: an app whose environment is wrong must not start. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    try {
      // Inside: a mistake in a catalog is thrown as the file is read.
      const { services } = await import('@/lib/services')
      void services.settings
      void services.catalog
    } catch (error) {
      // Next would go on, and answer every request with a 500.
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    }
  }
}

/** What no handler caught: a page that failed to render, mostly. The digest is on the error page. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { services } = await import('@/lib/services')
    services.log.error(
      {
        err: error,
        digest: digestOf(error),
        method: request.method,
        // Without its query, which may carry what somebody typed.
        path: request.path.split('?')[0],
        route: context.routePath,
      },
      'A page or a handler failed',
    )
  }
}

const digestOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'digest' in error
    ? String(error.digest)
    : undefined
