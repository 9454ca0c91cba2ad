import { type HandlerServices, handle } from '@/lib/api/handle'
import { openApiDocument } from './document'
import { referenceRoutes } from './routes'

/** GET /api/openapi.json: every route as an OpenAPI document, made once. */
export const openApi = (services: HandlerServices) => {
  let document: ReturnType<typeof openApiDocument> | undefined
  return handle(services, referenceRoutes.openApi, async () => {
    document ??= openApiDocument()
    return document
  })
}
