/** The HTTP status of each error code. Codes are stable, and documented in docs/api.md. */
export const statusOf = {
  invalid_request: 400,
  invalid_signature: 400,
  unauthenticated: 401,
  token_stale: 401,
  payment_required: 402,
  forbidden: 403,
  foreign_origin: 403,
  account_disabled: 403,
  plan_required: 403,
  permission_required: 403,
  limit_reached: 403,
  not_found: 404,
  method_not_allowed: 405,
  body_timeout: 408,
  already_subscribed: 409,
  subscription_running: 409,
  payment_pending: 409,
  no_subscription: 409,
  change_refused: 409,
  preview_stale: 409,
  conflict: 409,
  too_large: 413,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof statusOf

/** An error that the caller can act on. Its message is a sentence for the caller. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** More fields of the JSON error, such as `requiredPlan`. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'AppError'
  }
}

/** Describes a thrown value as "name: message", short enough to store in a row. */
export function describeError(thrown: unknown): string {
  const words = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  return words.length > 500 ? `${words.slice(0, 499)}…` : words
}
