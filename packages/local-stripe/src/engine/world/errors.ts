/** A failed request, as the API answers it. The SDK turns it into its own error classes. */
export class ApiError extends Error {
  readonly status: number
  readonly body: ApiErrorBody
  /**
   * True if the changes made before the error are kept, such as the record of a declined charge.
   */
  readonly keepsChanges: boolean

  constructor(status: number, body: ApiErrorBody, { keepsChanges = false } = {}) {
    super(body.message)
    this.status = status
    this.body = body
    this.keepsChanges = keepsChanges
  }
}

export interface ApiErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  param?: string
  decline_code?: string
  charge?: string
  payment_intent?: unknown
  payment_method?: unknown
  setup_intent?: unknown
  doc_url?: string
}

/** 400 `invalid_request_error`. */
export const invalid = (message: string, param?: string, code?: string) =>
  new ApiError(400, {
    type: 'invalid_request_error',
    message,
    ...(code && {
      code,
      doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    }),
    ...(param && { param }),
  })

/** Stripe answers 404 for the object in the path, and 400 for one named by a parameter. */
export const missing = (kind: string, id: string, param = 'id') =>
  new ApiError(param === 'id' ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    doc_url: 'https://stripe.com/docs/error-codes/resource-missing',
    message: `No such ${kind}: '${id}'`,
    param,
  })
