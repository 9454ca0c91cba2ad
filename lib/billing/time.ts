import { z } from 'zod'

/** A moment: `Date` inside, ISO 8601 in UTC at rest. `z.encode` writes it, `parse` reads it. */
export const Time = z.codec(z.iso.datetime(), z.date(), {
  decode: (iso) => new Date(iso),
  encode: (date) => date.toISOString(),
})
