import { CognitoError } from 'cognito-local/lib/errors.js'
import {
  attribute,
  attributesAppend,
  attributeValue,
  type User,
} from 'cognito-local/lib/services/userPoolService.js'
import { refuseReadOnlyAttributes } from './attributes'
import { checkPassword } from './passwords'
import { type CognitoCall, poolOf, type RequestFields, text, userOf } from './request'
import { context } from './services'

export async function signUp({ request, pass }: CognitoCall) {
  refuseReadOnlyAttributes(request.UserAttributes)
  checkPassword(request.Password)
  return { ...(await pass('SignUp')), ...delivery(text(request.Username)) }
}

export const confirmSignUp = async (call: CognitoCall) => {
  await verifyEmail(call)
  return call.pass('ConfirmSignUp')
}

/** Gives the same answer for an unknown address, so that it doesn't reveal who has an account. */
export async function resendConfirmationCode(call: CognitoCall) {
  const user = await userOf(call)
  if (!user) return delivery(text(call.request.Username))
  if (user.UserStatus !== 'UNCONFIRMED') {
    throw new CognitoError('InvalidParameterException', 'User is already confirmed.')
  }
  return sendCode(call, user, 'ResendCode')
}

export async function forgotPassword(call: CognitoCall) {
  const user = await userOf(call)
  return user ? sendCode(call, user, 'ForgotPassword') : delivery(text(call.request.Username))
}

export async function confirmForgotPassword(call: CognitoCall) {
  checkPassword(call.request.Password)
  await verifyEmail(call)
  return call.pass('ConfirmForgotPassword')
}

export async function changePassword({ request, pass }: CognitoCall) {
  checkPassword(request.ProposedPassword)
  return pass('ChangePassword')
}

/** The code verifies the address, which cognito-local doesn't record. */
async function verifyEmail(call: CognitoCall) {
  const user = await userOf(call)
  if (!user?.ConfirmationCode || user.ConfirmationCode !== call.request.ConfirmationCode) {
    throw new CognitoError(
      'CodeMismatchException',
      'Invalid verification code provided, please try again.',
    )
  }
  const Attributes = attributesAppend(user.Attributes, attribute('email_verified', 'true'))
  await (await poolOf(call)).saveUser(context, { ...user, Attributes })
}

async function sendCode(call: CognitoCall, user: User, source: 'ResendCode' | 'ForgotPassword') {
  const { services, request } = call
  const pool = await poolOf(call)
  const code = services.otp()
  const email = attributeValue('email', user.Attributes) ?? ''
  await pool.saveUser(context, { ...user, ConfirmationCode: code })
  await services.messages.deliver(
    context,
    source,
    text(request.ClientId),
    pool.options.Id,
    user,
    code,
    undefined,
    { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: email },
  )
  return delivery(email)
}

/** `ada@example.com` is shown as `a***@e***`, as Cognito does. */
function delivery(email: string): RequestFields {
  const Destination = email.replace(/^(.)[^@]*@(.).*$/, '$1***@$2***')
  return { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination } }
}
