/** What a verified access token says. Groups are Cognito's, prefix included, staff among them. */
export type Token = {
  userId: string
  username: string
  groups: string[]
  issuedAt: Date
  expiresAt: Date
}
