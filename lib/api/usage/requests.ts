import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/** A batch and its counter are one transaction, and DynamoDB's have 100 items at most. */
const mostEntries = 99

/** It stands in a path, so it is what needs no encoding there. */
export const UsageId = z
  .string()
  .regex(
    /^[A-Za-z0-9][\w.:@-]{0,127}$/,
    'Send an id of up to 128 letters, digits and . _ : @ - that begins with a letter or a digit.',
  )

const entry = {
  id: UsageId.describe('Yours, and unique for the user. The same id is counted once.'),
  userId: z.string().min(1).max(128).describe('The `sub` from Cognito.'),
  meter: z.string().max(128).describe('A meter’s key, as in `GET /api/plans`.'),
  quantity: z
    .number()
    .describe(
      'A whole number in the meter’s smallest unit, at most 2^53 - 1. At least 1 for a sum.',
    ),
}

export const UsageRecordRequest = z
  .strictObject({
    ...entry,
    at: Time.optional().describe(
      'When it was used: at most 35 days ago, and 5 minutes ahead. By default now.',
    ),
  })
  .meta({ id: 'UsageEntry' })

const Batch = z
  .array(UsageRecordRequest)
  .min(1, 'Send at least one entry.')
  .max(mostEntries, `Send at most ${mostEntries} entries.`)

/** One entry or several. What is wrong is said of the one that was meant. */
export const UsageRecordRequests = z.union([UsageRecordRequest, Batch], {
  error: ({ input }) => {
    const issue = (Array.isArray(input) ? Batch : UsageRecordRequest).safeParse(input).error
      ?.issues[0]
    return issue && [...issue.path, issue.message].join(': ')
  },
})

export const ReservationRequest = z.strictObject({
  ...entry,
  expiresInSeconds: z
    .int('Send a whole number of seconds.')
    .min(1, 'Send at least 1 second.')
    .max(86_400, 'Send at most 86400 seconds, a day.')
    .default(300),
})
