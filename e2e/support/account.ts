import {
  AdminConfirmSignUpCommand,
  AdminUpdateUserAttributesCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Page } from '@playwright/test'
import type { StackFile } from '@/dev/stack/stack-file'
import { type Credentials, cognitoOf, tokensOf } from './cognito'

/** Signs a user up and confirms the address, without the forms. Returns the user's id. */
export async function createAccount(
  stack: StackFile,
  { email, password }: Credentials,
): Promise<string> {
  const cognito = cognitoOf(stack)
  const { clientId: ClientId, userPoolId: UserPoolId } = stack.cognito
  const { UserSub = '' } = await cognito.send(
    new SignUpCommand({
      ClientId,
      Username: email,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
  )
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: email }))
  // A code from the mail does this too. Without it, the sign-in form asks for one.
  await cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId,
      Username: email,
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  )
  return UserSub
}

/** Puts a new session into the page's browser: the cookies that Amplify sets when a user signs in. */
export async function startSession(page: Page, stack: StackFile, account: Credentials) {
  const { accessToken, idToken, refreshToken } = await tokensOf(stack, account)
  const { sub } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString())
  const prefix = `CognitoIdentityServiceProvider.${stack.cognito.clientId}`
  const expires = Math.floor(Date.now() / 1_000) + 30 * 86_400
  const values = {
    LastAuthUser: sub,
    [`${sub}.accessToken`]: accessToken,
    [`${sub}.idToken`]: idToken,
    [`${sub}.refreshToken`]: refreshToken,
    [`${sub}.clockDrift`]: '0',
  }
  await page.context().addCookies(
    Object.entries(values).map(([name, value]) => ({
      name: `${prefix}.${name}`,
      value,
      url: stack.app,
      expires,
      sameSite: 'Lax' as const,
    })),
  )
}
