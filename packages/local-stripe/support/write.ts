import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { referencesText } from './sdk/expandable'
import { endpoints, supportTable } from './table'

const root = join(import.meta.dirname, '..')
for (const [file, text] of [
  ['SUPPORT.md', supportTable()],
  ['src/http/expand/references.ts', referencesText(endpoints())],
] as const) {
  writeFileSync(join(root, file), text)
  console.log(`Wrote ${file}`)
}
