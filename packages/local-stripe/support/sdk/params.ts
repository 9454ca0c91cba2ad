import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type * as Ast from '@babel/types'
import {
  type Declarations,
  declarationsOf,
  nameOf,
  RESOURCES,
  reference,
  requestsOf,
} from './source'

/** A parameter in the SDK's types: nested parameters by name, or none for a plain value. */
export type SdkParam = Map<string, () => SdkParam>

export interface SdkMethod {
  /** Such as `POST /v1/customers/:id`, as the routes write it. */
  endpoint: string
  params: SdkParam
}

/** The methods of a resource file of the SDK, such as `Subscriptions`, with their parameters. */
export function methodsOf(resource: string): SdkMethod[] {
  const types = readFileSync(join(RESOURCES, `${resource}.d.ts`), 'utf8')
  const file = declarationsOf(types)
  return requestsOf(resource).map(({ endpoint, method }) => {
    const [, type] = new RegExp(`^ {4}${method}\\(.*?params\\??: ([\\w.]+)`, 'm').exec(types) ?? []
    return { endpoint, params: type ? resolve(reference(type), file, []) : new Map() }
  })
}

const shared = declarationsOf(readFileSync(join(RESOURCES, '../shared.d.ts'), 'utf8'))

/** Types of plain values, and hashes that are checked as a whole. */
const PLAIN = ['Decimal', 'MetadataParam', 'Metadata', 'OtherString', 'RangeQueryParam']

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
