import { localAwsEnv } from './local-aws'
import type { StackFile } from './stack-file'

/** Where the parts of a running stack are, and what opens them. */
export type Coordinates = Omit<StackFile, 'app' | 'catalog' | 'groupPrefix' | 'accounts'> & {
  appUrl: string
  cronSecret: string
}

/** The environment in which the app, and our Lambda handlers, run on the local stack. */
export function appEnv(
  at: Coordinates,
  chosen: Record<string, string | undefined>,
): Record<string, string> {
  return {
    LOCAL_STACK: '1',
    APP_URL: at.appUrl,
    CATALOG: chosenCatalog(chosen),
    GROUP_PREFIX: chosen.GROUP_PREFIX ?? '',
    STRIPE_SECRET_KEY: at.stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: at.stripe.webhookSecret,
    STRIPE_API_BASE: at.stripe.url,
    COGNITO_USER_POOL_ID: at.cognito.userPoolId,
    COGNITO_CLIENT_ID: at.cognito.clientId,
    COGNITO_ENDPOINT: at.cognito.endpoint,
    AWS_REGION: 'us-east-1',
    ...localAwsEnv,
    BILLING_TABLE: at.dynamodb.table,
    DYNAMODB_ENDPOINT: at.dynamodb.endpoint,
    CRON_SECRET: at.cronSecret,
    SERVICE_KEYS: chosen.SERVICE_KEYS || `local:${at.serviceKey}`,
    TRIAL_KEY: chosen.TRIAL_KEY || at.trialKey,
    MAIL_FROM: chosen.MAIL_FROM || 'hello@localhost',
    MAILBOX_URL: at.mailbox.url,
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

export const chosenCatalog = (chosen: Record<string, string | undefined>) =>
  chosen.CATALOG || 'saas'
