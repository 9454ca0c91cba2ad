import { z } from 'zod'
import { closestTo } from './closest'

/** Makes a Zod object that refuses unknown keys, because a misspelled setting would have no effect. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined
      const known = Object.keys(shape)
      return issue.keys
        .map((key) => {
          const meant = closestTo(key, known)
          return `there is no "${key}"${meant ? `; did you mean "${meant}"?` : `, only ${known.join(', ')}`}`
        })
        .join('; ')
    },
  })
}
