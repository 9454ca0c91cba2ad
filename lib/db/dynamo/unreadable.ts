import type { z } from 'zod'

/** A row that can't be parsed, because another program or version of the app wrote it. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow'

  constructor(
    /** The row's `pk`. */
    readonly key: string,
    /** Which fields are wrong, and how. Without values, which may be personal data. */
    readonly why: string,
  ) {
    super(`${key} is unreadable: ${why}`)
  }
}

/** Parses a row with `schema`. Throws `UnreadableRow`. */
export function readRow<T>(schema: z.ZodType<T>, key: unknown, row: object): T {
  const read = schema.safeParse(row)
  if (read.success) return read.data
  throw new UnreadableRow(String(key), whyNot(read.error))
}

/** Returns an `UnreadableRow` instead of throwing it, so that one row can't fail a list. */
export async function orUnreadable<T>(read: Promise<T>): Promise<T | UnreadableRow> {
  try {
    return await read
  } catch (error) {
    if (error instanceof UnreadableRow) return error
    throw error
  }
}

const shown = 3

/** Describes which fields are wrong, without their values. */
export function whyNot({ issues }: z.ZodError): string {
  const words = issues
    .slice(0, shown)
    .map(({ path, message }) => `${path.join('.') || 'the row'}: ${message}`)
  const others = issues.length - words.length
  return `${words.join('; ')}${others > 0 ? `; and ${others} more` : ''}`.slice(0, 500)
}
