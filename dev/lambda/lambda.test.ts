import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type LocalLambda, startLambda } from './lambda'

let lambda: LocalLambda
let client: LambdaClient
const loaded = vi.fn()

beforeAll(async () => {
  lambda = await startLambda({
    greet: async () => {
      loaded()
      return { handler: async (event, { functionName }) => ({ hello: event.name, functionName }) }
    },
    fail: async () => ({
      handler: async () => {
        throw new TypeError('No such luck')
      },
    }),
  })
  client = new LambdaClient({
    endpoint: lambda.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
})
afterAll(() => lambda.close())

it('runs a function with its event, loading it once it is needed', async () => {
  expect(loaded).not.toHaveBeenCalled()

  expect(await invoke('greet', { name: 'Ada' })).toEqual({
    error: undefined,
    payload: { hello: 'Ada', functionName: 'greet' },
  })
})

it('answers what a function throws as a function error', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})

  expect(await invoke('fail', {})).toEqual({
    error: 'Unhandled',
    payload: { errorType: 'TypeError', errorMessage: 'No such luck' },
  })
  expect(complaint).toHaveBeenCalledOnce()
  complaint.mockRestore()
})

it('does not know any other function', async () => {
  await expect(invoke('toString', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

async function invoke(FunctionName: string, event: object) {
  const Payload = JSON.stringify(event)
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload }))
  return {
    error: answer.FunctionError,
    payload: JSON.parse(answer.Payload?.transformToString() ?? ''),
  }
}
