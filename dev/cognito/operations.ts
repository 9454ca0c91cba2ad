import {
  adminListGroupsForUser,
  createGroup,
  describeUserPool,
  listGroups,
  listUsers,
  listUsersInGroup,
} from './lists'
import type { Call } from './request'
import {
  adminUserGlobalSignOut,
  getTokensFromRefreshToken,
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

/** What cognito-local lacks, or answers otherwise than Cognito. All else goes to it as it is. */
export const operations: ReadonlyMap<string, (call: Call) => Promise<object>> = new Map(
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
    GlobalSignOut: globalSignOut,
    InitiateAuth: initiateAuth,
    ListGroups: listGroups,
    ListUsers: listUsers,
    ListUsersInGroup: listUsersInGroup,
    ResendConfirmationCode: resendConfirmationCode,
    RevokeToken: revokeToken,
    SignUp: signUp,
  }),
)
