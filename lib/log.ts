import pino, { type DestinationStream } from 'pino'

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

/** Structured logs. Secrets and card data never belong in them; these paths catch a slip. */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'authorization',
          '*.authorization',
          'cookie',
          '*.cookie',
          'headers',
          '*.headers',
          'token',
          '*.token',
          'secret',
          '*.secret',
          'email',
          '*.email',
        ],
        censor: '[redacted]',
      },
    },
    destination,
  )

export const silentLog: Log = pino({ level: 'silent' })
