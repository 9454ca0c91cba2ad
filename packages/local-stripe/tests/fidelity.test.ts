import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const text = readFileSync(join(import.meta.dirname, '../docs/fidelity.md'), 'utf8')
const [behaviors = ''] = text.split('\n## `stripe trigger`')
const rows = [...behaviors.matchAll(/^\| (.+) \| (\w+) \| (.*) \| `([\w-]+)` › (.+) \|$/gm)].map(
  ([, behavior = '', verdict, note, file = '', title = '']) => ({
    behavior,
    verdict,
    note,
    file,
    title,
  }),
)

describe('the table of behaviors', () => {
  it('gives the right counts, and explains each difference', () => {
    const differing = rows.filter(({ verdict }) => verdict === 'differs')

    expect(text).toContain(`${rows.length} documented behaviors`)
    expect(text).toContain(
      `**${rows.length - differing.length} are the same, ${differing.length} differ${differing.length === 1 ? 's' : ''}**`,
    )
    expect(differing.filter(({ note }) => !note)).toEqual([])
    // Rows in another format would not be counted.
    const lines = behaviors.split('\n').filter((line) => /^\| (?!behavior)/.test(line))
    expect(lines).toHaveLength(rows.length)
  })

  it('names tests that exist', () => {
    const missing = rows.filter(({ file, title }) => {
      const source = readFileSync(join(import.meta.dirname, `${file}.test.ts`), 'utf8')
      return !source.includes(`'${title}'`)
    })

    expect(missing).toEqual([])
  })
})
