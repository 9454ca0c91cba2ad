import { request } from 'node:http'
import { stack, type TestUser } from '@/e2e/test'
import { tokenOf } from './cognito'

/** Sends a request with exactly this path. `fetch` would normalize it first. */
export function rawRequest(
  app: string,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; location: string | undefined; body: string }> {
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
        resolve({ status, location: headers.location, body })
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

/** The session cookies of a user, as Amplify sets them. */
export async function sessionOf(account: TestUser): Promise<{ cookie: string }> {
  const name = `CognitoIdentityServiceProvider.${stack.cognito.clientId}`
  const token = await tokenOf(stack, account)
  return { cookie: `${name}.LastAuthUser=me; ${name}.me.accessToken=${token}` }
}
