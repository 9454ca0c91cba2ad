import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from '@babel/parser'
import type * as Ast from '@babel/types'

export const RESOURCES = join(dirname(fileURLToPath(import.meta.resolve('stripe'))), 'resources')

/** The names of the SDK's resource files, such as `Subscriptions` and `Checkout/Sessions`. */
export const resources = () =>
  readdirSync(RESOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.d.ts') && (!file.startsWith('V2') || file === V2_EVENTS))
    .map((file) => file.replace('.d.ts', ''))

const V2_EVENTS = 'V2/Core/Events.d.ts'

/** The methods of a resource file that send a request, by name, with the endpoint they send it to. */
export function requestsOf(resource: string): { method: string; endpoint: string }[] {
  const source = readFileSync(join(RESOURCES, `${resource}.js`), 'utf8')
  const calls = source.matchAll(
    /^ {4}(\w+)\([^)]*\) \{\n(?:(?!^ {4}\}).*\n)*?.*?_makeRequest\('(\w+)', [`']([^`']+)[`']/gm,
  )
  return [...calls].map(([, method = '', verb, path = '']) => ({
    method,
    endpoint: `${verb} ${routePath(path)}`,
  }))
}

/** `${encodeURIComponent(customerId)}` → `:id`, and `:child` for a second one. */
function routePath(path: string): string {
  let seen = 0
  return path.replaceAll(/\$\{[^}]+\}/g, () => (seen++ === 0 ? ':id' : ':child'))
}

/** What a file declares, by its name with the namespaces in front: `CustomerCreateParams.Shipping`. */
export type Declarations = Map<string, Ast.TSInterfaceDeclaration | Ast.TSTypeAliasDeclaration>

export function declarationsOf(source: string): Declarations {
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

export const reference = (name: string) =>
  ({ type: 'TSTypeReference', typeName: { type: 'Identifier', name } }) as Ast.TSTypeReference

export const nameOf = (name: Ast.TSEntityName): string =>
  name.type === 'TSQualifiedName'
    ? `${nameOf(name.left)}.${name.right.name}`
    : name.type === 'Identifier'
      ? name.name
      : 'this'
