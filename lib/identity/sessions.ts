/** The sessions of signed-in users. */
export type Sessions = {
  /**
   * Whether Cognito no longer accepts this access token, although it has not expired: its user signed
   * out everywhere, or was disabled or deleted. Cognito can't tell of a token without the scope
   * `aws.cognito.signin.user.admin`: the answer is then `false`.
   */
  isRevoked(accessToken: string): Promise<boolean>
}
