import type { z } from 'zod'

/** A row that isn't what we write: somebody else wrote it, or another version of us. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow'

  constructor(
    /** The row's `pk`. */
    readonly key: string,
    /** Which of its fields are wrong, and how. Without their values, which may be personal. */
    readonly why: string,
  ) {
    super(`${key} is unreadable: ${why}`)
  }
}

/** What `schema` makes of a row; throws `UnreadableRow`. */
export function readRow<T>(schema: z.ZodType<T>, key: unknown, row: object): T {
  const read = schema.safeParse(row)
  if (read.success) return read.data
  throw new UnreadableRow(String(key), whyNot(read.error))
}

/** `read`, with what can't be read as a value: one row must not hide the others. */
export async function orUnreadable<T>(read: Promise<T>): Promise<T | UnreadableRow> {
  try {
    return await read
  } catch (error) {
    if (error instanceof UnreadableRow) return error
    throw error
  }
}

const shown = 3

/** Which fields are wrong, without their values. */
export function whyNot({ issues }: z.ZodError): string {
  const words = issues
    .slice(0, shown)
    .map(({ path, message }) => `${path.join('.') || 'the row'}: ${message}`)
  const others = issues.length - words.length
  return `${words.join('; ')}${others > 0 ? `; and ${others} more` : ''}`.slice(0, 500)
}
