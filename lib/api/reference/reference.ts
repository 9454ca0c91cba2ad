import { z } from 'zod'
import { errorCodesOfAll, errorHelp } from '@/lib/api/errors'
import { type SectionName, sectionList } from '@/lib/api/sections'
import { type ErrorCode, statusOf } from '@/lib/errors'
import { curlOf } from './curl'
import { type Document, type Operation, openApiDocument } from './document'
import { type Field, fieldTables, textOf, typeOf } from './fields'
import { type JsonSchema, schemaConverter } from './json-schema'
import { prettyJson } from './pretty-json'

/** The OpenAPI document as it is shown to people: in `docs/api.md` and at `/docs/api`. */
export type Reference = {
  sections: { name: SectionName; about: string; guide?: string; operations: ShownOperation[] }[]
  errors: { code: ErrorCode; status: number; advice: string; fields: Field[] }[]
  objects: ShownObject[]
}

export type ShownOperation = {
  method: string
  /** Methods that do the same. */
  otherMethods: string[]
  path: string
  aliases: readonly string[]
  /** Who may call it. */
  caller: string
  summary: string
  description: string
  parameters: Field[]
  body: Shape | null
  answer: Shape
  /** Answers with other statuses than 200 that are no errors. */
  otherAnswers: { status: string; text: string }[]
  errors: readonly ErrorCode[]
  /** A request to try. */
  curl: string
  /** An example of the answer, as JSON. */
  example: string | null
}

/** Tables of fields, several if it is one of several; or the name of the object that it is. */
export type Shape = { text: string; ref: string | null; tables: Field[][] }

export type ShownObject = { name: string; about: string; type: Field['type']; tables: Field[][] }

export function referenceOf(document: Document = openApiDocument()): Reference {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => {
    const all = Object.entries(methods)
    const others = all.filter(([, operation]) => operation['x-same-as'])
    return all
      .filter((each) => !others.includes(each))
      .map(([method, operation]) => ({
        section: operation.tags[0],
        ...shown(method, path, operation),
        otherMethods: others.map(([other]) => other.toUpperCase()),
      }))
  })
  return {
    sections: sectionList.map(([name, section]) => ({
      name,
      ...section,
      operations: operations.filter((operation) => operation.section === name),
    })),
    errors: errorCodesOfAll.map((code) => ({
      code,
      status: statusOf[code],
      advice: errorHelp[code].advice,
      fields: errorFields(code),
    })),
    objects: Object.entries(document.components.schemas)
      .filter(([name]) => !/^Error[A-Z]/.test(name))
      .map(([name, schema]) => shownObject(name, schema)),
  }
}

function shown(
  method: string,
  path: string,
  operation: Operation,
): Omit<ShownOperation, 'otherMethods'> {
  const { parameters = [], requestBody, responses } = operation
  const ok = responses['200']
  const errorStatuses = new Set(operation['x-errors'].map((code) => String(statusOf[code])))
  const content = ok?.content?.['application/json']
  return {
    method: method.toUpperCase(),
    path,
    aliases: operation['x-aliases'] ?? [],
    caller: operation['x-caller'],
    summary: operation.summary,
    description: operation.description ?? '',
    parameters: parameters.map(({ name, required = false, description = '', schema }) => ({
      name,
      required,
      type: typeOf(schema),
      text: textOf({ ...schema, description }),
    })),
    body: requestBody
      ? shape(requestBody.description ?? '', requestBody.content['application/json']?.schema)
      : null,
    answer: shape(content ? '' : (ok?.description ?? ''), content?.schema),
    otherAnswers: Object.entries(responses)
      .filter(([status]) => status !== '200' && !errorStatuses.has(status))
      .map(([status, { description }]) => ({ status, text: description })),
    errors: operation['x-errors'],
    curl: curlOf(method.toUpperCase(), path, operation),
    example: content?.example === undefined ? null : prettyJson(content.example),
  }
}

function shape(text: string, schema: JsonSchema = {}): Shape {
  if (schema.$ref) return { text, ref: schema.$ref.replace(/^.*\//, ''), tables: [] }
  return {
    text: [text, schema.description].filter(Boolean).join(' '),
    ref: null,
    tables: fieldTables(schema),
  }
}

function shownObject(name: string, schema: JsonSchema): ShownObject {
  const tables = fieldTables(schema)
  const type = tables.length === 0 ? typeOf(schema) : []
  return { name, about: schema.description ?? '', type, tables }
}

function errorFields(code: ErrorCode): Field[] {
  const details = z.object(errorHelp[code].details ?? {})
  return fieldTables(schemaConverter().convert(details)).flat()
}
