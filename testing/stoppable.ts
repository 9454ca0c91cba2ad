import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Stoppable = {
  url: string
  /** Stops answering, as if the server's process had been stopped. */
  stop(): void
  /** Everything that was sent meanwhile arrives, and is answered. */
  resume(): void
  close(): Promise<void>
}

/**
 * A proxy that can stop: it then accepts connections, but forwards nothing, neither on new connections
 * nor on open ones.
 */
export async function stoppable(targetUrl: string): Promise<Stoppable> {
  const { hostname, port } = new URL(targetUrl)
  const clients = new Map<Socket, Socket | null>()
  let isStopped = false

  const flow = (client: Socket) => {
    const target = clients.get(client) ?? connect(Number(port), hostname)
    clients.set(client, target)
    target.removeAllListeners('error').on('error', () => client.destroy())
    target.removeAllListeners('close').on('close', () => client.destroy())
    client.pipe(target).pipe(client)
  }
  const hold = (client: Socket) => {
    const target = clients.get(client)
    client.unpipe()
    client.pause()
    target?.unpipe()
    target?.pause()
  }

  const server = createServer((client) => {
    clients.set(client, null)
    client.on('error', () => client.destroy())
    client.on('close', () => {
      clients.get(client)?.destroy()
      clients.delete(client)
    })
    if (isStopped) hold(client)
    else flow(client)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  return {
    url: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    stop() {
      isStopped = true
      for (const client of clients.keys()) hold(client)
    },
    resume() {
      isStopped = false
      for (const client of clients.keys()) flow(client)
    },
    close() {
      for (const client of clients.keys()) client.destroy()
      return new Promise((closed) => {
        server.close(() => closed())
      })
    },
  }
}
