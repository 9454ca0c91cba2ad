import getPort, { portNumbers } from 'get-port'

const preferred = { app: 3000, stripe: 4010, cognito: 9229, dynamodb: 8000, mailbox: 8025 }
const variables = {
  app: 'PORT',
  stripe: 'STRIPE_PORT',
  cognito: 'COGNITO_PORT',
  dynamodb: 'DYNAMODB_PORT',
  mailbox: 'MAILBOX_PORT',
} as const

export type Ports = Record<keyof typeof preferred, number>

/**
 * A free port for each part: the usual one or the one in its variable, or the next free one. 0:
 * any.
 */
export async function choosePorts(env: Record<string, string | undefined>): Promise<Ports> {
  const ports: Ports = { ...preferred }
  // One after the other: get-port then never hands out the same port twice.
  for (const part of Object.keys(preferred) as (keyof Ports)[]) {
    const first = Number(env[variables[part]] ?? preferred[part])
    const last = Math.min(first + 100, 65_535)
    ports[part] = await getPort(first ? { port: portNumbers(first, last) } : {})
  }
  return ports
}
