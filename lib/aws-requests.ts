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
