import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { updateExpression } from '@/lib/db/dynamo/update-expression'
import { AccountState, type AccountWrites, type Intent } from './account-writes'
import { Move } from './accounts'
import { accountUpdater, dueFields } from './dynamo-update'

export function dynamoAccountWrites(client: DynamoDBDocumentClient, table: string): AccountWrites {
  const update = accountUpdater(client, table)

  return {
    save(userId, version, state, intent, companions) {
      const { dueAt: _, ...fields } = z.encode(AccountState, state)
      return update(
        userId,
        updateExpression(
          [
            ...Object.entries(fields).map(([name, value]): [string[], unknown] => [[name], value]),
            [['version'], version + 1],
            ...(intent ? intentFields(intent) : []),
            ...dueFields(userId, state.dueAt),
          ],
          { version },
        ),
        companions,
      )
    },

    putIntent(userId, version, intent, dueAt) {
      return update(
        userId,
        updateExpression(
          [[['version'], version + 1], ...intentFields(intent), ...dueFields(userId, dueAt)],
          { version },
        ),
      )
    },

    removeIntents(userId, version, intentIds, applied = {}) {
      return update(
        userId,
        updateExpression(
          [
            ...intentIds.map((id) => intentField(id, null)),
            [['move'], null],
            ...changedAtField(applied.changedAt),
            ...goneField(applied.userGoneAt),
          ],
          { version },
        ),
        applied,
      )
    },
  }
}

const intentFields = ({ id, at, supersedes = [], move }: Intent): [string[], unknown][] => [
  intentField(id, at),
  ...moveField(move),
  ...supersedes.map((dead) => intentField(dead, null)),
]

const moveField = (move: Intent['move']): [string[], unknown][] =>
  move ? [[['move'], z.encode(Move, move)]] : []

const intentField = (id: string, at: Date | null): [string[], unknown] => [
  ['intents', id],
  at?.toISOString() ?? null,
]

const changedAtField = (at: Date | null | undefined): [string[], unknown][] =>
  at ? [[['accessChangedAt'], at.toISOString()]] : []

const goneField = (at: Date | null | undefined): [string[], unknown][] =>
  at === undefined ? [] : [[['userGoneAt'], at?.toISOString() ?? null]]
