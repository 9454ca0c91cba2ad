import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from '@babel/parser'
import type * as Ast from '@babel/types'
import { INCLUDED_ON_REQUEST } from './included-on-request'
import {
  type Declarations,
  declarationsOf,
  nameOf,
  RESOURCES,
  requestsOf,
  resources,
} from './source'

/** What can be expanded inside a value: the kinds of an object of the API, or the fields of a hash. */
type Expandable = string | { [field: string]: Expandable }

/** The text of `src/http/expand/references.ts`, by the SDK's types, for the answers of these endpoints. */
export function referencesText(endpoints: string[]): string {
  const answers = resources()
    .flatMap(answersOf)
    .filter(([endpoint]) => endpoints.includes(endpoint))
  const kinds: Record<string, Expandable> = {}
  const add = (name: string) => {
    const fields = kindsMet.get(name)
    if (name in kinds || !fields) return
    kinds[name] = fields()
    namesIn(kinds[name]).forEach(add)
  }
  answers.flatMap(([, answer]) => namesIn(answer)).forEach(add)
  return TEXT(
    answers.flatMap(([endpoint, answer]) => linesOf(endpoint, answer)).toSorted(),
    Object.entries(kinds)
      .flatMap(([name, fields]) => linesOf(`${name} `, fields))
      .concat(INCLUDED_ON_REQUEST)
      .toSorted(),
  )
}

const TEXT = (
  answers: string[],
  references: string[],
) => `// \`npm run support\` writes this file from the types of the SDK.

/** The kind of object that each endpoint answers with. \`[]\` is a list, \`!\` a deleted object. */
export const ANSWERS = \`
${answers.join('\n')}
\`

/** The fields of each kind of object that can be expanded, and the kinds that they can become. */
export const REFERENCES = \`
${references.join('\n')}
\`
`

/** The kinds of objects that were met, with how to find what is in them. */
const kindsMet = new Map<string, () => Expandable>()

const namesIn = (found: Expandable): string[] =>
  typeof found === 'string' ? found.split(' ') : Object.values(found).flatMap(namesIn)

function linesOf(path: string, found: Expandable): string[] {
  if (typeof found === 'string') return [`${path}: ${found}`]
  return Object.entries(found).flatMap(([field, inside]) => {
    if (field !== LIST) return linesOf(`${path}${path.endsWith(' ') ? '' : '.'}${field}`, inside)
    return typeof inside === 'string' ? linesOf(`${path}[]`, inside) : [`${path}[]:`]
  })
}
const LIST = '[]'

/** The answer of each method of a resource file. */
function answersOf(resource: string): [endpoint: string, answer: Expandable][] {
  const file = fileNamed(`${resource}.d.ts`)
  return requestsOf(resource).flatMap(({ endpoint, method }): [string, Expandable][] => {
    const answer = file.answers.get(method)
    const found = answer && find(answer, { file, namespace: [] })
    return found ? [[endpoint, found]] : []
  })
}

interface SourceFile {
  path: string
  declarations: Declarations
  /** The file and the name there of what is imported. A star import has the name `*`. */
  imports: Map<string, { path: string; name: string }>
  /** The types that the methods return. */
  answers: Map<string, Ast.TSType>
}
interface Place {
  file: SourceFile
  namespace: string[]
}

const files = new Map<string, SourceFile>()

function fileNamed(path: string): SourceFile {
  const known = files.get(path)
  if (known) return known
  const source = readFileSync(join(RESOURCES, path), 'utf8')
  const { body } = parse(source, {
    sourceType: 'module',
    plugins: [['typescript', { dts: true }]],
  }).program
  const file: SourceFile = {
    path,
    declarations: declarationsOf(source),
    imports: new Map(),
    answers: new Map(),
  }
  files.set(path, file)
  for (const statement of body) {
    if (statement.type === 'ImportDeclaration') {
      const from = join(dirname(path), statement.source.value.replace(/\.js$/, '.d.ts'))
      for (const { type, local, ...rest } of statement.specifiers) {
        const imported = 'imported' in rest && 'name' in rest.imported ? rest.imported.name : '*'
        file.imports.set(local.name, { path: from, name: imported })
      }
    }
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null
    if (declared?.type !== 'ClassDeclaration') continue
    for (const member of declared.body.body) {
      if (member.type !== 'TSDeclareMethod' || member.key.type !== 'Identifier') continue
      if (member.returnType?.type !== 'TSTypeAnnotation') continue
      file.answers.set(member.key.name, member.returnType.typeAnnotation)
    }
  }
  return file
}

/** What can be expanded in a type. Null if it has nothing. */
function find(type: Ast.TSType, place: Place): Expandable | null {
  switch (type.type) {
    case 'TSParenthesizedType':
      return find(type.typeAnnotation, place)
    case 'TSArrayType':
      return find(type.elementType, place)
    case 'TSUnionType':
    case 'TSIntersectionType':
      return type.types.reduce<Expandable | null>(
        (all, each) => merged(all, find(each, place)),
        null,
      )
    case 'TSTypeLiteral':
      return inMembers(type.members, place)
    case 'TSTypeReference':
      return inReference(type, place)
    default:
      return null
  }
}

function inReference(type: Ast.TSTypeReference, place: Place): Expandable | null {
  const name = nameOf(type.typeName).replace(/^Stripe\./, '')
  const [inner] = type.typeParameters?.params ?? []
  if (inner && LISTS.includes(name)) return { [LIST]: find(inner, place) ?? {} }
  if (inner) return TRANSPARENT.includes(name) ? find(inner, place) : null
  const found = declared(name, place)
  if (!found) return null
  const { declaration, at } = found
  if (declaration.type === 'TSTypeAliasDeclaration') return find(declaration.typeAnnotation, at)
  const kind = kindOf(declaration)
  if (!kind) return inMembers(declaration.body.body, at)
  if (!kindsMet.has(kind)) kindsMet.set(kind, () => inMembers(declaration.body.body, at) ?? {})
  return kind
}
const LISTS = ['ApiList', 'ApiListPromise', 'ApiSearchResultPromise']
const TRANSPARENT = ['Array', 'Promise', 'Response', 'Emptyable']

/** A name is looked up in the namespaces around it, from the inside out, and then in the imports. */
function declared(name: string, { file, namespace }: Place) {
  for (let depth = namespace.length; depth >= 0; depth--) {
    const full = [...namespace.slice(0, depth), name].join('.')
    const declaration = file.declarations.get(full)
    if (declaration) return { declaration, at: { file, namespace: full.split('.') } }
  }
  const [first = '', ...rest] = name.split('.')
  const imported = file.imports.get(first)
  if (!imported || imported.path.startsWith('..')) return null
  if (imported.name !== '*') return declaredIn(imported.path, [imported.name, ...rest])
  const folder = dirname(imported.path)
  const inside = resources().filter((each) => dirname(each) === folder && !each.endsWith('index'))
  return inside.map((each) => declaredIn(`${each}.d.ts`, rest)).find((found) => found) ?? null
}

function declaredIn(path: string, name: string[]) {
  const file = fileNamed(path)
  const declaration = file.declarations.get(name.join('.'))
  return declaration ? { declaration, at: { file, namespace: name } } : null
}

/** The value of `object`, if this is the type of an object of the API. Deleted ones end with `!`. */
function kindOf({ id, body }: Ast.TSInterfaceDeclaration): string | null {
  for (const member of body.body) {
    if (member.type !== 'TSPropertySignature' || keyOf(member) !== 'object') continue
    const type = member.typeAnnotation?.typeAnnotation
    if (type?.type !== 'TSLiteralType' || type.literal.type !== 'StringLiteral') return null
    return id.name.startsWith('Deleted') ? `${type.literal.value}!` : type.literal.value
  }
  return null
}

function inMembers(members: Ast.TSTypeElement[], place: Place): Expandable | null {
  const found: Record<string, Expandable> = {}
  for (const member of members) {
    if (member.type !== 'TSPropertySignature') continue
    const type = member.typeAnnotation?.typeAnnotation
    const name = keyOf(member)
    if (!type || !name) continue
    const inside = find(type, place)
    if (inside !== null) found[name] = inside
  }
  return Object.keys(found).length > 0 ? found : null
}

const keyOf = ({ key }: Ast.TSPropertySignature): string | null =>
  key.type === 'Identifier' ? key.name : null

function merged(one: Expandable | null, other: Expandable | null): Expandable | null {
  if (one === null || other === null) return one ?? other
  if (typeof one === 'string' && typeof other === 'string') {
    return [...new Set([...one.split(' '), ...other.split(' ')])].filter(Boolean).join(' ')
  }
  if (typeof one === 'string' || typeof other === 'string') {
    throw new Error('A type is both an object of the API and a hash.')
  }
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Object.fromEntries(
    names.map((name) => [name, merged(one[name] ?? null, other[name] ?? null) ?? '']),
  )
}
