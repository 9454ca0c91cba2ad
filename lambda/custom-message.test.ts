import type { CustomMessageTriggerEvent } from 'aws-lambda'
import { describe, expect } from 'vitest'
import { codeReasons } from '@/lib/mail/code-mails'
import { test } from '@/testing/test'
import { customMessage } from './custom-message'

const it = test.extend(
  'ask',
  ({ world, ada }) =>
    (source: string) =>
      customMessage(world.services)({
        version: '1',
        region: 'us-east-1',
        userPoolId: 'us-east-1_Test',
        userName: ada.username,
        callerContext: { awsSdkVersion: '3', clientId: 'test-client' },
        // The types list only the sources that exist today.
        triggerSource: `CustomMessage_${source}` as 'CustomMessage_SignUp',
        request: {
          userAttributes: { sub: ada.userId, email: 'ada@example.com' },
          codeParameter: '{####}',
          usernameParameter: '{username}',
          linkParameter: '{##Click here##}',
        },
        response: { smsMessage: null, emailMessage: null, emailSubject: null },
      } satisfies CustomMessageTriggerEvent),
)

describe('the mail of Cognito', () => {
  for (const reason of codeReasons) {
    it(`for ${reason} has the place for the code, in the brand’s layout`, async ({ ask }) => {
      const { response } = await ask(reason)

      expect(response.emailSubject).toContain('Tollgate')
      expect(response.emailMessage?.match(/\{####\}/g)).toHaveLength(1)
      expect(response.emailMessage).toContain('Tollgate</td>')
      // What Cognito takes.
      expect(response.emailMessage?.length).toBeLessThan(20_000)
    })
  }

  it('for an invitation has the place for the user’s name, too', async ({ ask }) => {
    const { response } = await ask('AdminCreateUser')

    expect(response.emailMessage).toContain('Sign in as {username} with')
  })

  it('for something new is Cognito’s own', async ({ ask }) => {
    const { response } = await ask('SomethingNew')

    expect(response).toEqual({ smsMessage: null, emailMessage: null, emailSubject: null })
  })
})
