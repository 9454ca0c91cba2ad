import { parseArgs } from 'node:util'
import type Stripe from 'stripe'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { isLoopback } from '@/lib/env'
import { prepareSetup } from '@/lib/stripe/setup/setup'
import { type Difference, type SetupStep, stepLine } from '@/lib/stripe/setup/step'
import { usedEventTypes } from '@/lib/sync/events/used-events'

export type StripeSetupAt = {
  stripe: Stripe
  catalog: Catalog
  appUrl: string
  isLive: boolean
  /** Whether it is a local Stripe, which can reach an app on this machine. */
  isLocal: boolean
  log(line: string): void
  /** Asks the operator to confirm; `null` if there is no terminal to ask at. */
  confirm: ((question: string) => Promise<boolean>) | null
}

/** The exit code of a dry run that found a difference. */
const differs = 3

/** Runs `npm run stripe:setup` and returns its exit code. Throws a sentence for invalid flags. */
export async function runStripeSetup(at: StripeSetupAt, args: string[]): Promise<number> {
  const { values: flags } = parseArgs({
    args,
    options: {
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
  })
  const { stripe, catalog, log } = at
  const canBeReached = at.isLocal || !isLoopback(at.appUrl)
  const setup = await prepareSetup(stripe, catalog, {
    webhook: canBeReached
      ? { url: `${at.appUrl}/api/stripe/webhook`, events: usedEventTypes }
      : undefined,
  })
  printNotes(at, setup, canBeReached)
  if (setup.problems.length > 0) {
    log('Nothing was changed. Resolve this first:')
    for (const problem of setup.problems) log(`  ✗ ${problem}`)
    return 1
  }
  if (setup.changes.length === 0) {
    log(`Stripe matches the catalog "${catalog.name}". Nothing to do.`)
    return 0
  }

  const count = setup.changes.length === 1 ? 'One change' : `${setup.changes.length} changes`
  log(
    `${count} needed for ${at.isLive ? 'LIVE Stripe' : 'Stripe'} to match the catalog "${catalog.name}":`,
  )
  for (const change of setup.changes) log(`  ${stepLine(change)}`)
  if (flags['dry-run']) {
    log('Dry run: nothing was changed.')
    return differs
  }
  if (at.isLive && !flags.yes && !(await agreed(at))) {
    log('Nothing was changed.')
    return 1
  }
  return carryOut(at, setup)
}

async function carryOut(
  { log, catalog }: StripeSetupAt,
  setup: Awaited<ReturnType<typeof prepareSetup>>,
) {
  log('')
  const done: SetupStep[] = []
  try {
    const { webhook } = await setup.apply((change) => {
      done.push(change)
      log(`  ✓ ${change.what} ${change.name}`)
    })
    log(`Done: Stripe matches the catalog "${catalog.name}".`)
    if (webhook) printSecret(log, webhook)
    return 0
  } catch (error) {
    const failed = setup.changes[done.length]
    log(`  ✗ ${failed ? stepLine(failed) : 'the last step'}`)
    log(`Stripe says: ${error instanceof Error ? error.message : error}`)
    log(
      `${done.length} of ${setup.changes.length} changes were made and are kept. Fix the cause and run this again to continue from here.`,
    )
    return 1
  }
}

function printNotes({ log, appUrl }: StripeSetupAt, { notes }: Difference, canBeReached: boolean) {
  for (const note of notes) log(`  ! ${note}`)
  if (!canBeReached) {
    log(
      `  ! Stripe can't reach ${appUrl}, so no webhook endpoint was created. During development, run: stripe listen --forward-to ${appUrl}/api/stripe/webhook`,
    )
  }
}

function printSecret(log: StripeSetupAt['log'], { id, secret }: { id: string; secret: string }) {
  log('')
  log(`The signing secret of the new webhook endpoint ${id}. Stripe shows it only once:`)
  log('')
  log(`  STRIPE_WEBHOOK_SECRET=${secret}`)
  log('')
  log("Add it to the app's environment, after a comma if there is one already, and deploy.")
}

async function agreed({ confirm, log }: StripeSetupAt): Promise<boolean> {
  if (confirm) return confirm('This is a live key: real customers, real money. Continue? (yes/no) ')
  log('This is a live key. Review the list above, then confirm with -- --yes')
  return false
}
