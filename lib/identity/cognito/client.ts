import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'

export const cognitoClient = (where: { region: string; endpoint?: string | undefined }) =>
  new CognitoIdentityProviderClient({
    region: where.region,
    ...(where.endpoint && { endpoint: where.endpoint }),
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
  })
