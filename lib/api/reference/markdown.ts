import { anchor } from './anchor'
import type { Field, TypePart } from './fields'
import { introduction } from './introduction'
import type { Reference, Shape, ShownObject, ShownOperation } from './reference'

/** The reference as the page `docs/api.md`. */
export function markdown(reference: Reference): string {
  const shown = new Set<string>()
  const { sections, errors, objects } = reference
  return `${[
    '# Routes and errors',
    '<!-- Made by `npm run api:docs` from the routes in `lib/api`. Change those. -->',
    introduction,
    beforeTheRoutes,
    '## Contents',
    [
      ...sections.map(({ name, operations }) =>
        [
          `- [${name}](#${anchor(name)})`,
          ...operations.map(
            ({ method, path, summary }) =>
              `  - [${method} ${path}](#${anchor(`${method} ${path}`)}): ${lowerFirst(summary)}`,
          ),
        ].join('\n'),
      ),
      '- [Other names](#other-names)',
      '- [Errors](#errors)',
      '- [Objects](#objects)',
    ].join('\n'),
    ...sections.flatMap(({ name, about, guide, operations }) => [
      `## ${name}`,
      about,
      ...(guide ? [`[${guide}](${guide}) says more.`] : []),
      ...operations.flatMap((operation) => operationText(operation, shown)),
    ]),
    ...otherNames(sections.flatMap(({ operations }) => operations)),
    '## Errors',
    table(
      ['code', 'status', 'what to do', 'further fields'],
      errors.map(({ code, status, advice, fields }) => [
        `\`${code}\``,
        String(status),
        advice,
        fields.map(inOneLine).join('<br>'),
      ]),
    ),
    '## Objects',
    ...objects.flatMap(objectText),
  ].join('\n\n')}\n`
}

const beforeTheRoutes = `The same as an OpenAPI 3.1 document is at \`GET /api/openapi.json\`, and as a page of the app at \`/docs/api\`. Clients and tables of another billing system: [coming-from-another-system.md](coming-from-another-system.md).

A typed client for TypeScript: \`npx openapi-typescript docs/openapi.json -o api.d.ts --default-non-nullable=false\`, and \`openapi-fetch\`
with \`querySerializer: { object: { style: 'form', explode: true } }\`.

On the local stack, a token without a browser (the addresses and the client id are in \`.local/stack.json\`):

\`\`\`sh
curl -s http://localhost:9229 \\
  -H 'content-type: application/x-amz-json-1.1' \\
  -H 'x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth' \\
  -d '{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"<cognito.clientId>",
       "AuthParameters":{"USERNAME":"pro@example.com","PASSWORD":"Tollgate-demo-1"}}'
curl -s http://localhost:3000/api/entitlements -H 'authorization: Bearer <AccessToken>'
\`\`\``

function operationText(operation: ShownOperation, shown: Set<string>): string[] {
  const { method, otherMethods, path, aliases, caller, summary, description } = operation
  const { parameters, body, answer, otherAnswers, errors, curl, example } = operation
  const others = otherMethods.map((other) => `with ${other}`)
  const also = aliases.length > 0 ? [`at ${aliases.map((alias) => `\`${alias}\``).join(', ')}`] : []
  return [
    `### ${method} ${path}`,
    [`${summary}.`, ...[...others, ...also].map((words) => `Also ${words}.`)].join(' '),
    ...(description ? [description] : []),
    `**Caller** ${caller}`,
    ...(parameters.length > 0 ? ['**Parameters**', fieldTable(parameters)] : []),
    ...(body ? shapeText('Body', body) : []),
    ...shapeText('Answer', answer),
    ...otherAnswers.map(({ status, text }) => `**Answer ${status}** ${text}`),
    `**Errors** ${errors.map((code) => `\`${code}\``).join(', ')}`,
    code('sh', curl),
    ...exampleText(example, answer.ref, shown),
  ]
}

/** The example of an object is shown once. */
function exampleText(example: string | null, ref: string | null, shown: Set<string>): string[] {
  if (example === null || (ref && shown.has(ref))) return []
  if (ref) shown.add(ref)
  return [code('json', example)]
}

function shapeText(title: string, { text, ref, tables }: Shape): string[] {
  const words = [text, ref ? typeText([{ ref }]) : ''].filter(Boolean).join(' ')
  if (tables.length === 0) return [`**${title}** ${words || '`{}`'}`]
  return [
    `**${title}**${words && ` ${words}`}`,
    ...tables.flatMap((fields, index) => (index === 0 ? [] : ['or']).concat(fieldTable(fields))),
  ]
}

const objectText = ({ name, about, type, tables }: ShownObject): string[] => [
  `### ${name}`,
  ...[about, upperFirst(typeText(type))].filter(Boolean),
  ...tables.flatMap((fields, index) => (index === 0 ? [] : ['or']).concat(fieldTable(fields))),
]

function otherNames(operations: ShownOperation[]): string[] {
  const rows = operations.flatMap(({ method, path, aliases }) =>
    aliases.map((alias) => [
      `\`${alias}\``,
      `[${method} ${path}](#${anchor(`${method} ${path}`)})`,
    ]),
  )
  return [
    '## Other names',
    'Paths that other systems have for these routes. They lead to the same handlers, so that clients keep working.',
    table(['path', 'route'], rows),
  ]
}

const fieldTable = (fields: readonly Field[]) =>
  table(
    ['field', 'type', 'meaning'],
    fields.map(({ name, type, required, text }) => [
      `\`${name}\``,
      `${typeText(type)}${required ? '' : ', optional'}`,
      text,
    ]),
  )

const inOneLine = ({ name, type, required, text }: Field) =>
  `\`${name}\`: ${typeText(type)}${required ? '' : ', optional'}${text && `. ${text}`}`

const typeText = (type: readonly TypePart[]) =>
  type
    .map((part) => (typeof part === 'string' ? part : `[${part.ref}](#${anchor(part.ref)})`))
    .join('')

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n')

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const code = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\``

const upperFirst = (text: string) => text.replace(/^[a-z]/, (letter) => letter.toUpperCase())

const lowerFirst = (text: string) => `${text[0]?.toLowerCase()}${text.slice(1)}`
