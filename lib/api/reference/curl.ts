import type { Operation } from './document'

const site = 'https://app.example.com'

/** A request with the operation's example, as a command for a terminal. */
export function curlOf(method: string, path: string, operation: Operation): string {
  const { parameters = [], requestBody, security } = operation
  const query = new URLSearchParams()
  let filled = path
  for (const { name, in: place, example, style } of parameters) {
    if (example === undefined) continue
    if (place === 'path') filled = filled.replace(`{${name}}`, String(example))
    else if (style === 'form') for (const [key, value] of entries(example)) query.set(key, value)
    else query.set(name, String(example))
  }
  const url = `${site}${filled}${query.size > 0 ? `?${query}` : ''}`
  const body = requestBody?.content['application/json']?.example
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${url.includes('?') ? `'${url}'` : url}`,
    ...security.slice(0, 1).flatMap(Object.keys).flatMap(headerFor),
    ...(requestBody ? ["-H 'content-type: application/json'", dataOf(body)] : []),
  ].join(' \\\n  ')
}

const entries = (example: unknown): [string, string][] =>
  typeof example === 'object' && example !== null
    ? Object.entries(example).map(([key, value]) => [key, String(value)])
    : []

function headerFor(scheme: string): string[] {
  switch (scheme) {
    case 'accessToken':
      return ['-H "authorization: Bearer $ACCESS_TOKEN"']
    case 'serviceKey':
      return ['-H "authorization: Bearer $SERVICE_KEY"']
    case 'cronSecret':
      return ['-H "authorization: Bearer $CRON_SECRET"']
    case 'stripeSignature':
      return ["-H 'stripe-signature: t=…,v1=…'"]
    default:
      return []
  }
}

const dataOf = (body: unknown) =>
  body === undefined ? '--data-binary @event.json' : `-d '${JSON.stringify(body)}'`
