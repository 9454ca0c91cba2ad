import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'

export type Listening = { port: number; close(): Promise<void> }

/** With Node's five seconds, the server could close a connection just as a client reuses it. */
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
        // Otherwise keep-alive connections would keep the server open.
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
