import { updateUserAttributes } from './attributes'
import {
  adminListGroupsForUser,
  createGroup,
  describeUserPool,
  listGroups,
  listUsers,
  listUsersInGroup,
} from './lists'
import type { CognitoCall } from './request'
import {
  adminUserGlobalSignOut,
  getTokensFromRefreshToken,
  getUser,
  globalSignOut,
  initiateAuth,
  revokeToken,
} from './sign-in'
import {
  changePassword,
  confirmForgotPassword,
  confirmSignUp,
  forgotPassword,
  resendConfirmationCode,
  signUp,
} from './sign-up'

/**
 * The operations that cognito-local lacks or answers differently than Cognito. It answers the
 * others.
 */
export const operations: ReadonlyMap<string, (call: CognitoCall) => Promise<object>> = new Map(
  Object.entries({
    AdminListGroupsForUser: adminListGroupsForUser,
    AdminUserGlobalSignOut: adminUserGlobalSignOut,
    ChangePassword: changePassword,
    ConfirmForgotPassword: confirmForgotPassword,
    ConfirmSignUp: confirmSignUp,
    CreateGroup: createGroup,
    DescribeUserPool: describeUserPool,
    ForgotPassword: forgotPassword,
    GetTokensFromRefreshToken: getTokensFromRefreshToken,
    GetUser: getUser,
    GlobalSignOut: globalSignOut,
    InitiateAuth: initiateAuth,
    ListGroups: listGroups,
    ListUsers: listUsers,
    ListUsersInGroup: listUsersInGroup,
    ResendConfirmationCode: resendConfirmationCode,
    RevokeToken: revokeToken,
    SignUp: signUp,
    UpdateUserAttributes: updateUserAttributes,
  }),
)
