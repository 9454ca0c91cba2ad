import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'

export type Listening = { port: number; close(): Promise<void> }

/** Node's five seconds would close a connection in the very moment in which a client uses it again. */
export const keepAliveMs = 120_000

/** Serves a fetch handler on the loopback interface only; port 0 takes any free one. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch })
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = keepAliveMs
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })

  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Keep-alive connections would otherwise hold it open for as long as a browser likes.
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
