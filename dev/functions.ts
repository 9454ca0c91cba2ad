import type { Services } from '@/lib/services'
import type { Functions } from './lambda/lambda'

/** Our Lambda functions, by the name that Cognito's triggers and others call them. */
export const functions = (services: Services): Functions => ({
  'post-confirmation': async () => {
    const { postConfirmation } = await import('@/lambda/post-confirmation')
    return { handler: postConfirmation(services) }
  },
  'pre-token-generation': async () => {
    const { preTokenGeneration } = await import('@/lambda/pre-token-generation')
    return { handler: preTokenGeneration(services) }
  },
  'custom-message': async () => {
    const { customMessage } = await import('@/lambda/custom-message')
    return { handler: customMessage(services) }
  },
  'webhook-consumer': async () => {
    const { webhookConsumer } = await import('@/lambda/webhook-consumer')
    return { handler: webhookConsumer(services) }
  },
})

/** Which function Cognito calls when. */
export const triggers = {
  CustomMessage: 'custom-message',
  PostConfirmation: 'post-confirmation',
  PreTokenGeneration: 'pre-token-generation',
}
