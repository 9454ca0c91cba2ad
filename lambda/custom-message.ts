import type { CustomMessageTriggerEvent } from 'aws-lambda'
import { type CodeReason, codeMail, codeReasons } from '@/lib/mail/code-mails'
import { composeMail } from '@/lib/mail/compose'
import { type Services, services } from '@/lib/services'

/**
 * Writes the mails that Cognito sends with a code, in the brand's layout. Cognito puts the code in
 * place of `{####}`, and sends HTML only. A trigger that it calls for something new gets Cognito's
 * own text.
 */
export const handler = (event: CustomMessageTriggerEvent) => customMessage(services)(event)

export const customMessage =
  ({ catalog, settings }: Pick<Services, 'catalog' | 'settings'>) =>
  async (event: CustomMessageTriggerEvent): Promise<CustomMessageTriggerEvent> => {
    const reason = reasonOf(event.triggerSource)
    if (!reason) return event
    const { codeParameter, usernameParameter } = event.request
    const site = { brand: catalog.brand, appUrl: settings.APP_URL }
    // An invitation must have the place for the user's name as well.
    const content = codeMail(reason, codeParameter, site, usernameParameter ?? '')
    const { subject, html } = await composeMail('', content, site)
    return { ...event, response: { ...event.response, emailSubject: subject, emailMessage: html } }
  }

const reasonOf = (source: string): CodeReason | undefined =>
  codeReasons.find((reason) => source === `CustomMessage_${reason}`)
