import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { record } from '@/lib/api/usage/record'
import { createServices } from '@/lib/services'

/*
 * `node --import tsx testing/usage-process.ts`: serves POST /api/usage with the services of its
 * environment, in a process that can be killed. Prints its URL.
 */
const answer = record(createServices(process.env))
const server = createServer(async (incoming, outgoing) => {
  const response = await answer(
    new Request(`http://localhost${incoming.url}`, {
      method: 'POST',
      headers: { authorization: incoming.headers.authorization ?? '' },
      body: await text(incoming),
    }),
  )
  outgoing.writeHead(response.status).end(await response.text())
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) console.log(`http://127.0.0.1:${address.port}`)
})
