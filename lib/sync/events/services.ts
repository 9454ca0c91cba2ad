import type { Ledger } from '@/lib/db/ledger/ledger'
import type { Outbox } from '@/lib/db/outbox/outbox'
import type { People } from '@/lib/identity/people'
import type { Events } from '@/lib/stripe/events/events'
import type { PaymentIssues } from '@/lib/stripe/events/payment-issues'
import type { SyncServices } from '@/lib/sync/services'

export type EventServices = SyncServices & {
  ledger: Ledger
  people: People
  paymentIssues: PaymentIssues
  outbox: Pick<Outbox, 'put'>
}

export type ReplayServices = EventServices & { events: Events }
