import {
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  ListGroupsCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { groupName } from '@/lib/billing/catalog/catalog'
import type { Catalog } from '@/lib/billing/catalog/schema'

export type WantedGroup = { name: string; precedence: number; description: string }
export type FoundGroup = {
  name: string
  precedence: number | null
  description: string | null
  roleArn: string | null
}

export type GroupChange =
  | { kind: 'create'; group: WantedGroup }
  | { kind: 'update'; group: WantedGroup; from: FoundGroup }

/** The groups that the pool should have: one per plan and per staff role. */
export function wantedGroups(catalog: Catalog, prefix: string): WantedGroup[] {
  const ladder = [
    ...byRank(catalog.staff).map(({ group, precedence }) => ({
      group,
      precedence,
      description: `Staff: ${group}`,
    })),
    ...byRank(catalog.plans).map(({ group, precedence, name }) => ({
      group,
      precedence,
      description: `Plan: ${name}`,
    })),
  ]
  // Precedence if the catalog sets none: staff first, then the best plan, with gaps between.
  return ladder.map(({ group, precedence, description }, at) => ({
    name: groupName(prefix, group),
    precedence: precedence ?? (at + 1) * 10,
    description,
  }))
}

/**
 * Compares the wanted groups with the pool's. Returns the changes to make, and the groups that have
 * our prefix but aren't in the catalog. Nothing is deleted. Without a prefix no extra groups are
 * reported, as they may belong to another app.
 */
export function groupDifference(
  wanted: readonly WantedGroup[],
  found: readonly FoundGroup[],
  prefix: string,
): { changes: GroupChange[]; strays: string[] } {
  const changes = wanted.flatMap((group): GroupChange[] => {
    const from = found.find(({ name }) => name === group.name)
    if (!from) return [{ kind: 'create', group }]
    const isSame = from.precedence === group.precedence && from.description === group.description
    return isSame ? [] : [{ kind: 'update', group, from }]
  })
  const strays = found
    .map(({ name }) => name)
    .filter((name) => prefix !== '' && name.startsWith(prefix))
    .filter((name) => !wanted.some((group) => group.name === name))
  return { changes, strays }
}

export async function readGroups(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
): Promise<FoundGroup[]> {
  const found: FoundGroup[] = []
  let NextToken: string | undefined
  do {
    const page = await client.send(new ListGroupsCommand({ UserPoolId, Limit: 60, NextToken }))
    for (const { GroupName, Precedence, Description, RoleArn } of page.Groups ?? []) {
      if (!GroupName) continue
      found.push({
        name: GroupName,
        precedence: Precedence ?? null,
        description: Description ?? null,
        roleArn: RoleArn ?? null,
      })
    }
    NextToken = page.NextToken
  } while (NextToken)
  return found
}

export async function applyGroupChange(
  client: CognitoIdentityProviderClient,
  UserPoolId: string,
  change: GroupChange,
): Promise<void> {
  const { name: GroupName, precedence: Precedence, description: Description } = change.group
  const group = { UserPoolId, GroupName, Precedence, Description }
  if (change.kind === 'create') {
    await client.send(new CreateGroupCommand(group))
  } else {
    // Keep the group's role if it has one. An update would remove it.
    const { roleArn } = change.from
    await client.send(new UpdateGroupCommand({ ...group, ...(roleArn && { RoleArn: roleArn }) }))
  }
}

/** Makes the pool's groups match the catalog. */
export async function setUpGroups(
  client: CognitoIdentityProviderClient,
  poolId: string,
  catalog: Catalog,
  prefix: string,
): Promise<void> {
  const wanted = wantedGroups(catalog, prefix)
  const { changes } = groupDifference(wanted, await readGroups(client, poolId), prefix)
  for (const change of changes) await applyGroupChange(client, poolId, change)
}

const byRank = <T extends { rank: number }>(ladder: readonly T[]) =>
  [...ladder].sort((a, b) => b.rank - a.rank)
