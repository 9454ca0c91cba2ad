/** Lets a stack take free ports: another stack, or a developer's own, may have the usual ones. */
export const anyPort = {
  PORT: '0',
  STRIPE_PORT: '0',
  COGNITO_PORT: '0',
  DYNAMODB_PORT: '0',
  MAILBOX_PORT: '0',
}
