import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const notOurs = ['node_modules', '.git', '.next', '.local']

/** Every file of the repository, as `docs/links.test.ts`. */
const files = filesIn('')
const pages = files.filter((name) => name.endsWith('.md') || name === '.env.example')

/** Files that a guide tells the reader to create. */
const examples = [
  'app/(account)/reports/page.tsx',
  'app/api/report/route.ts',
  'lib/api/reports/report.ts',
  'lib/api/reports/routes.ts',
  'lib/billing/catalog/catalogs/bakery.ts',
]

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8')

  it('links to pages and headings that exist', () => {
    expect(linksIn(text).filter((link) => !leadsSomewhere(page, link))).toEqual([])
  })

  it('names files and folders that exist', () => {
    const missing = pathsIn(text).filter(
      (path) => !examples.includes(path) && !exists(path) && !exists(join(dirname(page), path)),
    )
    expect(missing).toEqual([])
  })
})

describe.each(pages.filter((page) => page.endsWith('.md')))('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8')

  it('names functions and fields that exist', () => {
    expect(namesIn(text).filter((name) => !words.has(name))).toEqual([])
  })

  it('imports from files that exist', () => {
    const missing = importsIn(text).filter(
      (path) => !['.ts', '.tsx'].some((end) => [...files, ...examples].includes(path + end)),
    )
    expect(missing).toEqual([])
  })
})

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !notOurs.includes(name))
    .flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name
      return entry.isDirectory() ? filesIn(path) : [path]
    })
}

const linksIn = (text: string) =>
  [...text.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^(https?|mailto):/.test(link))

function leadsSomewhere(page: string, link: string): boolean {
  const [file = '', heading] = link.split('#')
  const target = file === '' ? page : join(dirname(page), file)
  if (heading === undefined) return exists(target)
  return files.includes(target) && headingsOf(target).includes(heading)
}

/** The anchors that GitHub makes of a page's headings. */
const headingsOf = (page: string) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

const topFolders = new Set(files.filter((name) => name.includes('/')).map(firstPart))

/** What looks like a path from the root: `lib/sync/sync.ts`, `lib/stripe/`, `components/…/text.ts` with a `*`. */
const pathsIn = (text: string) =>
  [
    ...text
      .replaceAll('](', ' (')
      .matchAll(/(?<![\w./@:$-])[\w.][\w.()[\]*<>-]*\/[\w.()[\]*<>/-]*/g),
  ]
    .map(([path]) => withoutSentenceEnd(path))
    .filter((path) => topFolders.has(firstPart(path)))

function withoutSentenceEnd(path: string): string {
  const end = path.replace(/[.:]+$/, '')
  return end.endsWith(')') && !end.includes('(') ? withoutSentenceEnd(end.slice(0, -1)) : end
}

function firstPart(path: string): string {
  return path.split('/')[0] ?? ''
}

/** A file, or a folder with files. `*` and `<name>` stand for any name, `**` for any folders. */
function exists(path: string): boolean {
  const pattern = path
    .replace(/\/$/, '')
    .split(/(\*\*|\*|<[^>]+>)/)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(/[.()[\]]/g, '\\$&')
      return part === '**' ? '.*' : '[^/]*'
    })
    .join('')
  const wanted = new RegExp(`^${pattern}(/|$)`)
  return files.some((file) => wanted.test(file))
}

/** The files, without their ending, that the code of a page imports from the root. */
const importsIn = (text: string) =>
  [...text.matchAll(/ from '@\/([^']+)'/g)].map(([, path = '']) => path)

/** Words in `code` that are written like our functions and fields: `decideAccess`, `graceUntil`. */
const namesIn = (text: string) =>
  [...text.replace(/^```.*?^```/gms, '').matchAll(/`[^`]+`/g)].flatMap(
    ([code]) => code.match(/\b[a-z]+[A-Z][A-Za-z]*\b/g) ?? [],
  )

/** Every word of the source. */
const words = new Set(
  files
    .filter((name) => /\.(ts|tsx|mjs|json)$/.test(name) && name !== 'docs/links.test.ts')
    .flatMap((name) => readFileSync(join(root, name), 'utf8').match(/\w+/g) ?? []),
)
