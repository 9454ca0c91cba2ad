import { parseArgs } from 'node:util'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { Catalog } from '@/lib/billing/catalog/schema'
import {
  applyGroupChange,
  type GroupChange,
  groupDifference,
  readGroups,
  wantedGroups,
} from '@/lib/identity/cognito/group-setup'

export type CognitoGroupsAt = {
  client: CognitoIdentityProviderClient
  poolId: string
  prefix: string
  catalog: Catalog
  log(line: string): void
}

/** The exit code of a dry run that found a difference. */
const differs = 3

/** Runs `npm run cognito:groups` and returns its exit code. Throws if Cognito refuses. */
export async function runCognitoGroups(at: CognitoGroupsAt, args: string[]): Promise<number> {
  const { values: flags } = parseArgs({
    args,
    options: { 'dry-run': { type: 'boolean', default: false } },
  })
  const { client, poolId, prefix, catalog, log } = at
  const wanted = wantedGroups(catalog, prefix)
  const found = await readGroups(client, poolId)
  const { changes, strays } = groupDifference(wanted, found, prefix)

  for (const name of strays) {
    log(
      `  ! Group ${name} starts with "${prefix}" but belongs to no plan or staff role of "${catalog.name}". The group and its members are left alone.`,
    )
  }
  if (changes.length === 0) {
    log(`The groups of ${poolId} match the catalog "${catalog.name}". Nothing to do.`)
    return 0
  }
  const count = changes.length === 1 ? 'One change' : `${changes.length} changes`
  log(`${count} needed for the groups of ${poolId} to match the catalog "${catalog.name}":`)
  for (const change of changes) log(`  ${line(change)}`)
  if (flags['dry-run']) {
    log('Dry run: nothing was changed.')
    return differs
  }
  log('')
  for (const change of changes) {
    await applyGroupChange(client, poolId, change)
    log(`  ✓ ${change.group.name}`)
  }
  log('Done. No group was deleted and no user was moved. npm run reconcile moves users.')
  return 0
}

function line(change: GroupChange): string {
  const { name, precedence, description } = change.group
  if (change.kind === 'create') {
    return `+ ${name.padEnd(24)} precedence ${precedence}, "${description}"`
  }
  const { from } = change
  const words = [
    from.precedence !== precedence && `precedence ${from.precedence ?? 'none'} → ${precedence}`,
    from.description !== description && `"${from.description ?? ''}" → "${description}"`,
  ]
  return `~ ${name.padEnd(24)} ${words.filter(Boolean).join(', ')}`
}
