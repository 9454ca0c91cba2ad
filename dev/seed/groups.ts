import {
  type CognitoIdentityProviderClient,
  CreateGroupCommand,
  GroupExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Catalog, groupName } from '@/lib/billing/catalog'

/** Makes the groups that are missing: staff first, then plans, each by rank, so that the best has precedence. */
export async function seedGroups(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  catalog: Catalog,
  prefix: string,
): Promise<void> {
  const names = [...byRank(catalog.staff), ...byRank(catalog.plans)].map(({ group }) =>
    groupName(prefix, group),
  )
  await Promise.all(
    names.map(async (GroupName, index) => {
      try {
        const Precedence = (index + 1) * 10
        await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence }))
      } catch (error) {
        if (!(error instanceof GroupExistsException)) throw error
      }
    }),
  )
}

const byRank = <T extends { rank: number }>(ladder: T[]) =>
  [...ladder].sort((a, b) => b.rank - a.rank)
