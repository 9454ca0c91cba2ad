import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '@babel/parser'
import type * as Ast from '@babel/types'

/** A parameter in the SDK's types: nested parameters by name, or none for a plain value. */
export type SdkParam = Map<string, () => SdkParam>

export interface SdkMethod {
  /** Such as `POST /v1/customers/:id`, as the routes write it. */
  endpoint: string
  params: SdkParam
}

const RESOURCES = join(dirname(fileURLToPath(import.meta.resolve('stripe'))), 'resources')

/** The names of the SDK's resource files, such as `Subscriptions` and `Checkout/Sessions`. */
export const resources = () =>
  readdirSync(RESOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts') && (!file.startsWith('V2') || file === V2_EVENTS))
    .map((file) => file.replace('.d.ts', ''))

const V2_EVENTS = 'V2/Core/Events.d.ts'

/** The methods of a resource file of the SDK, such as `Subscriptions`, with their parameters. */
export function methodsOf(resource: string): SdkMethod[] {
  const source = readFileSync(join(RESOURCES, `${resource}.js`), 'utf8')
  const types = readFileSync(join(RESOURCES, `${resource}.d.ts`), 'utf8')
  const file = declarationsOf(types)
  // The class says which type the parameters of a method have, its code which path it requests.
  const calls = source.matchAll(
    /^ {4}(\w+)\([^)]*\) \{\n(?:(?!^ {4}\}).*\n)*?.*?_makeRequest\('(\w+)', [`']([^`']+)[`']/gm,
  )
  return [...calls].map(([, method = '', verb, path = '']) => {
    const [, type] = new RegExp(`^ {4}${method}\\(.*?params\\??: ([\\w.]+)`, 'm').exec(types) ?? []
    return {
      endpoint: `${verb} ${routePath(path)}`,
      params: type ? resolve(reference(type), file, []) : new Map(),
    }
  })
}

/** `${encodeURIComponent(customerId)}` → `:id`, and `:child` for a second one. */
function routePath(path: string): string {
  let seen = 0
  return path.replaceAll(/\$\{[^}]+\}/g, () => (seen++ === 0 ? ':id' : ':child'))
}

/** What a file declares, by its name with the namespaces in front: `CustomerCreateParams.Shipping`. */
type Declarations = Map<string, Ast.TSInterfaceDeclaration | Ast.TSTypeAliasDeclaration>

function declarationsOf(source: string): Declarations {
  const found: Declarations = new Map()
  const visit = (statements: Ast.Statement[], namespace: string[]) => {
    for (const statement of statements) {
      const declared =
        statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
      if (
        declared?.type === 'TSInterfaceDeclaration' ||
        declared?.type === 'TSTypeAliasDeclaration'
      ) {
        found.set([...namespace, declared.id.name].join('.'), declared)
      }
      if (declared?.type === 'TSModuleDeclaration' && declared.body.type === 'TSModuleBlock') {
        const name = declared.id.type === 'Identifier' ? declared.id.name : declared.id.value
        visit(declared.body.body, [...namespace, name])
      }
    }
  }
  visit(
    parse(source, { sourceType: 'module', plugins: [['typescript', { dts: true }]] }).program.body,
    [],
  )
  return found
}

const shared = declarationsOf(readFileSync(join(RESOURCES, '../shared.d.ts'), 'utf8'))

/** Types of plain values, and hashes that are checked as a whole. */
const PLAIN = ['Decimal', 'MetadataParam', 'Metadata', 'OtherString', 'RangeQueryParam']

const reference = (name: string) =>
  ({ type: 'TSTypeReference', typeName: { type: 'Identifier', name } }) as Ast.TSTypeReference

function resolve(type: Ast.TSType, file: Declarations, namespace: string[]): SdkParam {
  switch (type.type) {
    case 'TSParenthesizedType':
      return resolve(type.typeAnnotation, file, namespace)
    case 'TSArrayType':
      return resolve(type.elementType, file, namespace)
    case 'TSUnionType':
    case 'TSIntersectionType':
      return merged(type.types.map((each) => resolve(each, file, namespace)))
    case 'TSTypeLiteral':
      return members(type.members, file, namespace)
    case 'TSTypeReference':
      return referenced(type, file, namespace)
    default:
      return new Map()
  }
}

function referenced(type: Ast.TSTypeReference, file: Declarations, namespace: string[]): SdkParam {
  const name = nameOf(type.typeName).replace(/^Stripe\./, '')
  const [inner] = type.typeParameters?.params ?? []
  if (name === 'Array' || name === 'Emptyable')
    return inner ? resolve(inner, file, namespace) : new Map()
  if (PLAIN.includes(name)) return new Map()
  // A name is looked up in the namespaces around it, from the inside out.
  for (let depth = namespace.length; depth >= 0; depth--) {
    const full = [...namespace.slice(0, depth), name].join('.')
    const declared = file.get(full)
    if (declared) return declaredAs(declared, file, full.split('.'))
  }
  const declared = shared.get(name)
  if (declared) return declaredAs(declared, shared, [name])
  throw new Error(`The SDK's type ${name} was not found.`)
}

function declaredAs(
  declared: Ast.TSInterfaceDeclaration | Ast.TSTypeAliasDeclaration,
  file: Declarations,
  full: string[],
): SdkParam {
  // Its own namespace holds the types of its members.
  if (declared.type === 'TSTypeAliasDeclaration') {
    return resolve(declared.typeAnnotation, file, full)
  }
  const inherited = (declared.extends ?? []).map((each) =>
    resolve(reference(nameOf(each.expression as Ast.TSEntityName)), file, full),
  )
  return merged([...inherited, members(declared.body.body, file, full)])
}

function members(list: Ast.TSTypeElement[], file: Declarations, namespace: string[]): SdkParam {
  const found: SdkParam = new Map()
  for (const member of list) {
    const annotation = 'typeAnnotation' in member ? member.typeAnnotation : null
    if (annotation?.type !== 'TSTypeAnnotation') continue
    const type = annotation.typeAnnotation
    const name =
      member.type === 'TSIndexSignature'
        ? '*'
        : member.type === 'TSPropertySignature' && member.key.type === 'Identifier'
          ? member.key.name
          : null
    if (name) found.set(name, () => resolve(type, file, namespace))
  }
  return found
}

function merged(all: SdkParam[]): SdkParam {
  const found: SdkParam = new Map()
  for (const params of all) {
    for (const [name, inside] of params) {
      const other = found.get(name)
      found.set(name, other ? () => merged([other(), inside()]) : inside)
    }
  }
  return found
}

const nameOf = (name: Ast.TSEntityName): string =>
  name.type === 'TSQualifiedName'
    ? `${nameOf(name.left)}.${name.right.name}`
    : name.type === 'Identifier'
      ? name.name
      : 'this'
