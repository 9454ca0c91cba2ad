/**
 * Sets the timeouts of one attempt of an AWS SDK client. `requestTimeout` alone only logs a warning
 * and keeps waiting: without `throwOnRequestTimeout` a backend that accepts connections and never
 * answers would hang every page that calls it.
 */
export const requestsWithin = (timeoutMs: number) => ({
  connectionTimeout: (timeoutMs * 2) / 3,
  requestTimeout: timeoutMs,
  throwOnRequestTimeout: true,
})

/** The part of an AWS SDK client that `withoutLogInput` changes. */
type Client = { middlewareStack: { remove(name: string): boolean } }

/**
 * Removes the SDK's logging step from a client. Without a logger it still copies each input and
 * answer, to hide sensitive fields in a log line that is never written.
 */
export function withoutLogInput<T extends Client>(client: T): T {
  client.middlewareStack.remove('loggerMiddleware')
  return client
}
