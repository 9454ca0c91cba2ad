import { randomUUID } from 'node:crypto'
import type { Context, Handler } from 'aws-lambda'
import { Hono } from 'hono'
import { listen } from '../listen'
import { isForeignRequest } from '../origin-guard'

/** Functions by name. Each is loaded when first invoked, as a cold start would. */
export type Functions = Record<string, () => Promise<{ handler: Handler }>>

export type LocalLambda = { endpoint: string; close(): Promise<void> }

/** Cognito gives a trigger five seconds. */
const timeoutMs = 5_000

/**
 * Lambda's Invoke API, with the real handlers in this process. An error that a handler throws is
 * answered as Lambda does: status 200, `X-Amz-Function-Error`, and the error as payload.
 */
export async function startLambda(
  functions: Functions,
  { port = 0 }: { port?: number } = {},
): Promise<LocalLambda> {
  const app = new Hono()
    .use(async (context, next) => {
      if (isForeignRequest(context.req.raw)) return context.text('Not from another site.', 403)
      await next()
    })
    .post('/2015-03-31/functions/:name{.+}/invocations', async ({ req, json, body }) => {
      const name = req.param('name').split(':').at(-1) ?? ''
      const load = Object.hasOwn(functions, name) ? functions[name] : undefined
      if (!load) {
        const message = `Function not found: ${name}`
        return json({ Type: 'User', Message: message }, 404, {
          'x-amzn-errortype': 'ResourceNotFoundException',
        })
      }

      const event: unknown = JSON.parse((await req.text()) || '{}')
      const running = invoke(name, load, event)
      if (req.header('x-amz-invocation-type') === 'Event') return body(null, 202)

      const outcome = await running
      return json(outcome.payload ?? null, 200, {
        'x-amz-executed-version': '$LATEST',
        ...(outcome.failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
      })
    })

  const server = await listen(app.fetch, port)
  return { endpoint: `http://127.0.0.1:${server.port}`, close: server.close }
}

async function invoke(name: string, load: Functions[string], event: unknown) {
  const end = Date.now() + timeoutMs
  const requestId = randomUUID()
  let timer: NodeJS.Timeout | undefined
  try {
    const { handler } = await load()
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`)),
        timeoutMs,
      )
    })
    const payload = await Promise.race([
      handler(event, contextFor(name, requestId, end), ignoreCallback),
      late,
    ])
    return { failed: false, payload }
  } catch (error) {
    console.error(`lambda ${name}:`, error)
    const { name: errorType, message: errorMessage } =
      error instanceof Error ? error : new Error(String(error))
    return { failed: true, payload: { errorType, errorMessage } }
  } finally {
    clearTimeout(timer)
  }
}

function contextFor(functionName: string, awsRequestId: string, end: number): Context {
  return {
    functionName,
    awsRequestId,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '256',
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => end - Date.now(),
    done: ignoreCallback,
    fail: ignoreCallback,
    succeed: ignoreCallback,
  }
}

/** Our handlers are async; the callbacks are only there because the type asks for them. */
const ignoreCallback = () => {}
