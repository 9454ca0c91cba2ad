import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import subsetFont from 'subset-font'
import { latin, latinExtended } from './characters'

/**
 * `npx tsx dev/fonts/subset.ts` creates the fonts in `components/fonts/` from Fontsource's packages.
 * Run it after a change of `characters.ts` or an update of those packages.
 */
const require = createRequire(import.meta.url)
const folder = join(import.meta.dirname, '../../components/fonts')

await subset('overpass', 'latin', { name: 'overpass', characters: latin, boldest: 800 })
await subset('overpass', 'latin-ext', {
  name: 'overpass-extended',
  characters: latinExtended,
  boldest: 800,
})
await subset('overpass-mono', 'latin', { name: 'overpass-mono', characters: latin, boldest: 700 })

async function subset(
  family: string,
  part: string,
  { name, characters, boldest }: { name: string; characters: string; boldest: number },
): Promise<void> {
  const source = require.resolve(
    `@fontsource-variable/${family}/files/${family}-${part}-wght-normal.woff2`,
  )
  const font = await subsetFont(readFileSync(source), characters, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: boldest, default: 400 } },
  })
  writeFileSync(join(folder, `${name}.woff2`), font)
  console.log(`${name}.woff2: ${font.length} bytes`)
}
