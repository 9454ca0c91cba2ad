import { parseArgs } from 'node:util'
import {
  type FoundDrift,
  type VerifyServices,
  verifyUsage,
  verifyUser,
} from '@/lib/sync/usage/verify'
import type { Out } from './run-events'

const usage = `Usage:
  npm run usage -- verify               compare everyone's usage with what Stripe bills
  npm run usage -- verify --user SUB    that of one user, by Cognito's sub
Exit codes: 0 all agrees, 2 there are drifts, 1 the command couldn't complete.`

/** Runs `npm run usage` and returns its exit code. Throws a sentence for arguments that make no sense. */
export async function runUsage(
  services: VerifyServices,
  args: string[],
  out: Out,
): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { user: { type: 'string' } },
  })
  if (positionals.length !== 1 || positionals[0] !== 'verify') throw new Error(usage)
  if (values.user !== undefined) return show(await verifyOne(services, values.user), 1, out)

  const { drifts, checked, failed } = await verifyUsage(services, { stop: () => false })
  if (failed > 0) throw new Error(`${failed} users could not be checked: see the log.`)
  return show(drifts, checked, out)
}

async function verifyOne(services: VerifyServices, userId: string): Promise<FoundDrift[]> {
  if (!(await services.accounts.get(userId))) throw new Error(`There is no user "${userId}".`)
  return verifyUser(services, userId)
}

function show(drifts: FoundDrift[], checked: number, out: Out): number {
  const users = checked === 1 ? '1 user' : `${checked} users`
  if (drifts.length === 0) {
    out.log(`The records, the counters, the messages and Stripe agree for ${users}.`)
    return 0
  }
  out.table(drifts)
  out.log(
    `${drifts.length} drifts found, ${users} checked. docs/usage.md says what each kind means.`,
  )
  return 2
}
