import type { Document } from './document'
import { markdown } from './markdown'
import { referenceOf } from './reference'

/** The files that are made from the route table, and what should stand in them. */
export const docFiles = (document: Document): [file: string, text: string][] => [
  ['docs/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
  ['docs/api.md', markdown(referenceOf(document))],
]
