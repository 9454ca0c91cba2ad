import type { z } from 'zod'
import { DAY } from '../world/calendar'
import { invalid } from '../world/errors'
import { flag, hash, metadata, notSupported, text, withMetadata } from '../world/params'
import type { CardBehavior } from '../world/records'
import type { Charge, Dispute } from '../world/types'
import { change, create, emit, find, type World } from '../world/world'
import { balanceTransaction, DISPUTE_FEE } from './balance-transactions'
import { closeWarnings } from './early-fraud-warnings'

const Evidence = hash({
  appeal: notSupported(),
  enhanced_evidence: notSupported(),
  access_activity_log: text.optional(),
  billing_address: text.optional(),
  cancellation_policy: text.optional(),
  cancellation_policy_disclosure: text.optional(),
  cancellation_rebuttal: text.optional(),
  customer_communication: text.optional(),
  customer_email_address: text.optional(),
  customer_name: text.optional(),
  customer_purchase_ip: text.optional(),
  customer_signature: text.optional(),
  duplicate_charge_documentation: text.optional(),
  duplicate_charge_explanation: text.optional(),
  duplicate_charge_id: text.optional(),
  product_description: text.optional(),
  receipt: text.optional(),
  refund_policy: text.optional(),
  refund_policy_disclosure: text.optional(),
  refund_refusal_explanation: text.optional(),
  service_date: text.optional(),
  service_documentation: text.optional(),
  shipping_address: text.optional(),
  shipping_carrier: text.optional(),
  shipping_date: text.optional(),
  shipping_documentation: text.optional(),
  shipping_tracking_number: text.optional(),
  uncategorized_file: text.optional(),
  uncategorized_text: text.optional(),
})

export const DisputeUpdate = hash({
  evidence: Evidence.optional(),
  intended_submission_method: notSupported(),
  metadata: metadata.optional(),
  submit: flag.optional(),
})

/** Opens a dispute: the buyer's bank takes the payment back until the dispute is decided. */
export function openDispute(
  world: World,
  chargeId: string,
  reason: NonNullable<CardBehavior['disputes']> = 'fraudulent',
): Dispute {
  // An inquiry moves no money.
  const isInquiry = reason === 'inquiry'
  const charge = find(world.store.charges, 'charge', chargeId)
  if (charge.disputed || charge.status !== 'succeeded') {
    throw invalid(`Charge ${charge.id} cannot be disputed.`)
  }
  const now = world.clock.seconds()
  const id = world.ids.next('du', 24)
  const dispute = create(world, world.store.disputes, {
    id,
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: isInquiry ? [] : [withdrawal(world, charge, id)],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: now + 9 * DAY,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    network_reason_code: '10.4',
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: 'card',
      card: {
        brand: 'visa',
        case_type: isInquiry ? 'inquiry' : 'chargeback',
        network: 'visa',
        network_reason_code: '10.4',
      },
    },
    reason: isInquiry ? 'fraudulent' : reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  } satisfies Dispute)
  const disputed = change(world, world.store.charges, charge, { disputed: true }, 'charge.updated')
  closeWarnings(world, disputed)
  emit(world, 'charge.dispute.created', dispute)
  if (!isInquiry) emit(world, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

/**
 * Updates the evidence. As in test mode, `winning_evidence` and `losing_evidence` decide the
 * dispute.
 */
export function updateDispute(
  world: World,
  id: string,
  params: z.output<typeof DisputeUpdate>,
): Dispute {
  const dispute = find(world.store.disputes, 'dispute', id)
  const submitted = params.evidence !== undefined && params.submit !== false
  const changed = change(
    world,
    world.store.disputes,
    dispute,
    {
      metadata: withMetadata(dispute.metadata, params.metadata),
      ...(params.evidence && {
        evidence: { ...dispute.evidence, ...params.evidence },
        evidence_details: {
          ...dispute.evidence_details,
          has_evidence: true,
          submission_count: dispute.evidence_details.submission_count + (submitted ? 1 : 0),
        },
      }),
      ...(submitted && dispute.status === 'needs_response' && { status: 'under_review' as const }),
    },
    'charge.dispute.updated',
  )
  const evidence = params.evidence?.uncategorized_text
  if (evidence === 'winning_evidence') return closeDispute(world, id, 'won')
  if (evidence === 'losing_evidence') return closeDispute(world, id, 'lost')
  return changed
}

/** Closes a dispute. The API's close accepts it, which means `lost`. */
export function closeDispute(world: World, id: string, outcome: 'won' | 'lost' = 'lost'): Dispute {
  const dispute = find(world.store.disputes, 'dispute', id)
  if (CLOSED.includes(dispute.status)) {
    throw invalid('This dispute is already closed.', undefined, 'dispute_already_closed' as never)
  }
  const isInquiry = dispute.status.startsWith('warning_')
  const closed = change(world, world.store.disputes, dispute, {
    status: isInquiry ? 'warning_closed' : outcome,
    is_charge_refundable: isInquiry || outcome === 'won',
    ...(outcome === 'won' &&
      !isInquiry && {
        balance_transactions: [...dispute.balance_transactions, reinstatement(world, dispute)],
      }),
  })
  if (outcome === 'won' || isInquiry) {
    const charge = find(world.store.charges, 'charge', dispute.charge)
    change(world, world.store.charges, charge, { disputed: false }, 'charge.updated')
    if (!isInquiry) emit(world, 'charge.dispute.funds_reinstated', closed)
  }
  emit(world, 'charge.dispute.closed', closed, { status: dispute.status })
  return closed
}

/** The bank takes the payment back, and Stripe its fee. */
const withdrawal = (world: World, charge: Charge, dispute: string) =>
  balanceTransaction(
    {
      id: world.ids.next('txn', 24),
      amount: -charge.amount,
      created: world.clock.seconds(),
      currency: charge.currency,
      description: `Chargeback withdrawal for ${charge.id}`,
      reporting_category: 'dispute',
      source: dispute,
      type: 'adjustment',
    },
    DISPUTE_FEE,
  )

/** The payment comes back after the dispute is won. */
const reinstatement = (world: World, dispute: Dispute) =>
  balanceTransaction(
    {
      id: world.ids.next('txn', 24),
      amount: dispute.amount,
      created: world.clock.seconds(),
      currency: dispute.currency,
      description: `Chargeback reversal for ${dispute.charge}`,
      reporting_category: 'dispute_reversal',
      source: dispute.id,
      type: 'adjustment',
    },
    0,
  )

/** Whether the bank has the money of a disputed charge. An inquiry moves none. */
export const isOpenDispute = (status: Dispute['status']) =>
  status === 'needs_response' || status === 'under_review'

const CLOSED: string[] = ['won', 'lost', 'warning_closed']

const NO_EVIDENCE: Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}
