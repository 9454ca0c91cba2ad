/** Never real credentials: a call that misses its endpoint must not reach an account. */
export const localAwsEnv = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SESSION_TOKEN: '',
  AWS_PROFILE: '',
  // The AWS SDK's notice about Node 20 belongs in a release note, not in every run.
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

/**
 * Gives this process the credentials of the local stack; the AWS SDK reads them from `process.env`.
 * For programs to call before they make their first AWS client. Tests start with them.
 */
export function setLocalAwsEnv(): void {
  Object.assign(process.env, localAwsEnv)
}
