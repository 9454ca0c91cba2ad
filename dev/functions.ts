import type { Functions } from './lambda/lambda'

/** Our Lambda functions, by the name that Cognito's triggers and others call them. */
export const functions: Functions = {
  'post-confirmation': () => import('@/lambda/post-confirmation'),
  'pre-token-generation': () => import('@/lambda/pre-token-generation'),
  'webhook-consumer': () => import('@/lambda/webhook-consumer'),
}

/** Which function Cognito calls when. */
export const triggers = {
  PostConfirmation: 'post-confirmation',
  PreTokenGeneration: 'pre-token-generation',
}
