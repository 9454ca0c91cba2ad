import { stack, type TestUser } from '@/e2e/test'
import { tokenOf } from './cognito'

/** The session cookies of a user, as Amplify sets them. */
export async function sessionOf(account: TestUser): Promise<{ cookie: string }> {
  const name = `CognitoIdentityServiceProvider.${stack.cognito.clientId}`
  const token = await tokenOf(stack, account)
  return { cookie: `${name}.LastAuthUser=me; ${name}.me.accessToken=${token}` }
}
