import type { z } from 'zod'
import { errorAnswers } from '@/lib/api/errors'
import { empty, errorCodes, isText, type Method, type Route } from '@/lib/api/route'
import { routes } from '@/lib/api/routes'
import { type SectionName, sectionList } from '@/lib/api/sections'
import { type ErrorCode, statusOf } from '@/lib/errors'
import { introduction } from './introduction'
import { type JsonSchema, schemaConverter } from './json-schema'

export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: JsonSchema
  style?: 'form'
  explode?: boolean
  example?: unknown
}

type Content = Record<string, { schema: JsonSchema; example?: unknown }>

export type Operation = {
  operationId: string
  tags: [SectionName]
  summary: string
  description?: string
  security: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required: true; description?: string; content: Content }
  responses: Record<string, Answer>
  /** Who may call it, in words. */
  'x-caller': string
  /** Its other names. */
  'x-aliases'?: readonly string[]
  /** The operation that does the same, with another method. */
  'x-same-as'?: string
  /** The codes of the errors that it can answer. */
  'x-errors': readonly ErrorCode[]
}

type Answer = { description: string; content?: Content }

export type Document = ReturnType<typeof openApiDocument>

/** The OpenAPI 3.1 document of every route in the table. */
export function openApiDocument() {
  const { convert, components } = schemaConverter()
  const paths: Record<string, Partial<Record<Lowercase<Method>, Operation>>> = {}
  for (const [name, route] of Object.entries<Route>(routes)) {
    for (const method of [route.method, ...(route.otherMethods ?? [])]) {
      const isOther = method !== route.method
      paths[route.path] = {
        ...paths[route.path],
        [method.toLowerCase()]: {
          ...operation(isOther ? `${name}By${titleCase(method)}` : name, route, convert),
          ...(isOther && { 'x-same-as': name }),
        },
      }
    }
  }
  return {
    openapi: '3.1.1' as const,
    info: {
      title: 'Tollgate',
      version: '1.0',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This app' }],
    tags: sectionList.map(([name, { about }]) => ({ name, description: about })),
    paths,
    components: {
      securitySchemes,
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

type Convert = (schema: z.ZodType) => JsonSchema

function operation(operationId: string, route: Route, convert: Convert): Operation {
  const parameters = [
    ...(route.params ? parametersOf(convert(route.params), 'path', route.example.params) : []),
    ...(route.query ? parametersOf(convert(route.query), 'query', route.example.query) : []),
  ]
  return {
    operationId,
    tags: [route.section],
    summary: route.summary,
    ...(route.description !== undefined && { description: route.description }),
    security: securityOf[route.caller.kind],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: requestBody(route, route.body, convert) }),
    responses: { ...answersOf(route, convert), ...errorsOf(route, convert) },
    'x-caller': route.caller.words,
    ...(route.aliases && { 'x-aliases': route.aliases }),
    'x-errors': errorCodes(route),
  }
}

function parametersOf(
  { properties = {}, required = [], additionalProperties, description }: JsonSchema,
  place: 'path' | 'query',
  example: Record<string, string> = {},
): Parameter[] {
  const named = Object.entries(properties).map(([name, { description, ...schema }]): Parameter => {
    const given = example[name]
    return {
      name,
      in: place,
      ...(required.includes(name) && { required: true }),
      ...(description !== undefined && { description }),
      schema,
      ...(given !== undefined && { example: given }),
    }
  })
  if (typeof additionalProperties !== 'object') return named
  const schema = { type: 'object', additionalProperties }
  const others = Object.entries(example).filter(([name]) => !Object.hasOwn(properties, name))
  return [
    ...named,
    {
      name: 'usage',
      in: place,
      ...(description !== undefined && { description }),
      schema,
      style: 'form',
      explode: true,
      example: Object.fromEntries(others),
    },
  ]
}

function requestBody(
  { example }: Route,
  body: NonNullable<Route['body']>,
  convert: Convert,
): NonNullable<Operation['requestBody']> {
  const text = isText(body)
  return {
    required: true,
    ...(text && { description: body.description }),
    content: {
      'application/json': {
        schema: text ? { type: 'object' } : convert(body),
        ...(!text && { example: example.body }),
      },
    },
  }
}

function answersOf(route: Route, convert: Convert): Operation['responses'] {
  const entries = Object.entries(route.answers).map(([status, schema]) => {
    if (schema === empty) return [status, { description: 'Done. The body is empty.' }] as const
    const example = status === '200' && { example: route.example.answer }
    const content = { 'application/json': { schema: convert(schema), ...example } }
    const description = status === '200' ? 'Done.' : (schema.description ?? 'Not done.')
    return [status, { description, content }] as const
  })
  return Object.fromEntries(entries)
}

function errorsOf(route: Route, convert: Convert): Operation['responses'] {
  return Object.fromEntries(
    codesByStatus(errorCodes(route))
      .filter(([status]) => route.answers[status] === undefined)
      .map(([status, codes]) => [
        status,
        {
          description: codes.map((code) => `\`${code}\``).join(' or '),
          content: { 'application/json': { schema: errorSchema(codes, convert) } },
        },
      ]),
  )
}

function errorSchema(codes: ErrorCode[], convert: Convert): JsonSchema {
  const schemas = codes.flatMap((code) => errorAnswers.get(code) ?? []).map(convert)
  const [only] = schemas
  return schemas.length === 1 && only ? only : { anyOf: schemas }
}

/** The codes of a list by their status, both in ascending order. */
function codesByStatus(codes: readonly ErrorCode[]): [status: number, ErrorCode[]][] {
  const statuses = [...new Set(codes.map((code) => statusOf[code]))].sort((a, b) => a - b)
  return statuses.map((status) => [
    status,
    codes.filter((code) => statusOf[code] === status).sort(),
  ])
}

const titleCase = (word: string) => `${word[0]}${word.slice(1).toLowerCase()}`

const securityOf: Record<Route['caller']['kind'], Operation['security']> = {
  anyone: [],
  user: [{ accessToken: [] }, { session: [] }],
  staff: [{ accessToken: [] }, { session: [] }],
  service: [{ serviceKey: [] }],
  scheduler: [{ cronSecret: [] }],
  stripe: [{ stripeSignature: [] }],
}

const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token from Cognito.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'CognitoIdentityServiceProvider.{clientId}.{username}.accessToken',
    description: 'The cookie that signing in sets. Writes also need this site’s `Origin`.',
  },
  cronSecret: {
    type: 'http',
    scheme: 'bearer',
    description: 'The `CRON_SECRET` of the deployment.',
  },
  serviceKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A secret of the deployment’s `SERVICE_KEYS`.',
  },
  stripeSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'stripe-signature',
    description: 'Stripe’s signature of the body, made with the endpoint’s signing secret.',
  },
}
