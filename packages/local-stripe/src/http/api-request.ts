/**
 * A request to the API as Hono and the routes read it: its method, URL, headers and text. A
 * `Request` takes longer to make than most routes take to answer, so the SDK's requests in process
 * become this.
 */
export type ApiRequest = Pick<Request, 'method' | 'url' | 'headers' | 'text'>

/** The request, if it is one of the SDK to the API, else null. */
export function apiRequest(input: Request | string | URL, init: object = {}): ApiRequest | null {
  const { method = 'GET', headers, body } = init as RequestInit
  const url = input instanceof Request ? null : String(input)
  if (url === null || !isApiUrl(url)) return null
  if (body !== undefined && body !== null && typeof body !== 'string') return null
  return {
    method: method.toUpperCase(),
    url,
    headers: new Headers(headers),
    text: async () => body ?? '',
  }
}

/** Whether the path of this URL belongs to the API. */
export const isApiUrl = (url: string): boolean => /^https?:\/\/[^/]*\/v[12]\//.test(url)
