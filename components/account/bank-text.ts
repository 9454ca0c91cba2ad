import { bankDays } from '@/lib/billing/access/bank-payment'

/** How long a bank payment takes, in a sentence. */
export const bankPaymentTime = `Bank payments usually take ${bankDays.usual}, and up to ${bankDays.longest}.`
