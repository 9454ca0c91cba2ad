import pino, { type DestinationStream } from 'pino'

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

/**
 * Creates the structured logger. Code must not log secrets or card data. As a safety net, the
 * logger redacts fields by name and anything that looks like a secret, and logs only known harmless
 * fields of an error, because Stripe's errors carry payment methods and addresses.
 */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor },
      serializers: { err: plainError },
      hooks: { streamWrite: (line) => line.replace(secretLooks, censor) },
    },
    destination,
  )

export const silentLog: Log = pino({ level: 'silent' })

const censor = '[redacted]'

const secretFields = ['authorization', 'cookie', 'headers', 'token', 'secret', 'email']

/** Stripe's keys and secrets, JWTs, and what follows "Bearer". */
const secretLooks =
  /\b(?:[sr]k_(?:test|live)_\w+|whsec_[\w+/=]+|\w+_secret_\w+|eyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=Bearer )[\w.~+/=-]{8,})/g

type SdkField = 'code' | 'statusCode' | 'requestId'

function plainError(thrown: unknown, depth = 0): unknown {
  if (!(thrown instanceof Error)) return String(thrown)
  // Any error may have these fields. Their values are only printed.
  const { code, statusCode, requestId }: Error & Partial<Record<SdkField, unknown>> = thrown
  return {
    type: thrown.name === 'Error' ? thrown.constructor.name : thrown.name,
    message: thrown.message,
    stack: thrown.stack,
    code,
    statusCode,
    requestId,
    ...(thrown.cause !== undefined && depth < 5 && { cause: plainError(thrown.cause, depth + 1) }),
  }
}
