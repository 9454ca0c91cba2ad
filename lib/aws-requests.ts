/**
 * The deadlines of one attempt of an AWS SDK client. `requestTimeout` alone only logs a warning and
 * waits on: without `throwOnRequestTimeout` a backend that accepts connections and never answers
 * would hang every page that asks it.
 */
export const requestsWithin = (timeoutMs: number) => ({
  connectionTimeout: Math.min(timeoutMs, 1_000),
  requestTimeout: timeoutMs,
  throwOnRequestTimeout: true,
})
