import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { supportTable } from './table'

const path = join(import.meta.dirname, '../SUPPORT.md')
writeFileSync(path, supportTable())
console.log(`Wrote ${path}`)
