import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readStackFile, writeStackFile } from './stack-file'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-stack-file-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const content = {
  app: 'http://localhost:3000',
  catalog: 'saas',
  groupPrefix: '',
  stripe: { url: 'http://localhost:4010', secretKey: 'sk_test_1', webhookSecret: 'whsec_1' },
  cognito: {
    endpoint: 'http://localhost:9229',
    issuer: 'http://localhost:9229/local_1',
    userPoolId: 'local_1',
    clientId: 'client',
  },
  dynamodb: { endpoint: 'http://127.0.0.1:8000', table: 'tollgate' },
  mailbox: { url: 'http://localhost:8025' },
  trialKey: 'trial-key',
  serviceKey: 'a-service-key',
  accounts: [
    {
      email: 'pro@example.com',
      password: 'secret',
      plan: 'pro',
      note: 'on Pro',
      userId: '3d6f',
    },
  ],
}

it('gives back what was written', () => {
  const file = join(folder, 'same.json')

  writeStackFile(file, content)

  expect(readStackFile(file)).toEqual(content)
})

it('leaves out what is not part of the file', () => {
  const file = join(folder, 'more.json')
  const more = { ...content, cronSecret: 'for-the-scheduler-only' }

  writeStackFile(file, more)

  expect(readFileSync(file, 'utf8')).not.toContain('for-the-scheduler-only')
})
