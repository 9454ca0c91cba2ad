import type { Instrumentation } from 'next'

/** Runs once at start, not at build. An app with a wrong environment must not start. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { guardRequests } = await import('@/lib/auth/request-guard')
    guardRequests()
    try {
      // Imported here, because a mistake in a catalog throws while its file is loaded.
      const { services } = await import('@/lib/services')
      void services.settings
      void services.catalog
      void services.trials
    } catch (error) {
      // Next would start anyway, and answer every request with a 500.
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    }
  }
}

/**
 * Logs an error that no handler caught, such as a page that failed to render. Its digest is on the
 * error page.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { services } = await import('@/lib/services')
    services.log.error(
      {
        err: error,
        digest: digestOf(error),
        method: request.method,
        // Without the query, which may contain what a user typed.
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
