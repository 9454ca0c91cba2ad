import { writeFileSync } from 'node:fs'
import { docFiles } from '@/lib/api/reference/doc-files'
import { openApiDocument } from '@/lib/api/reference/document'

/** `npm run api:docs`: writes `docs/api.md` and `docs/openapi.json` from the route table. */
for (const [file, text] of docFiles(openApiDocument())) {
  writeFileSync(file, text)
  console.log(`Wrote ${file}`)
}
