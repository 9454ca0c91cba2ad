import { type IncomingHttpHeaders, request } from 'node:http'

export type RawAnswer = {
  status: number
  location: string | undefined
  headers: IncomingHttpHeaders
  body: string
}

/** Sends a request with exactly this path. `fetch` would normalize it first. */
export function rawRequest(
  app: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body: sending,
  }: { method?: string; headers?: Record<string, string>; body?: string | undefined } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(app)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
      })
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, location: headers.location, headers, body })
      })
    })
    sent.on('error', reject)
    sent.end(sending)
  })
}
