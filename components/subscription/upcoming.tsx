import { buttonClass } from '@/components/ui/button'
import { longDate } from '@/components/ui/dates'
import { NoticeBox } from '@/components/ui/feedback/notice'
import type { SubscriptionView } from '@/lib/api/subscription/schemas'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { UndoButton } from './undo-button'
import { paidUntil, planName, termsText } from './view-text'

/** What will happen to the subscription, each with a button to undo it. */
export function UpcomingChanges({ view, catalog }: { view: SubscriptionView; catalog: Catalog }) {
  const { scheduled, waiting, pause } = view
  const isOtherPlan = scheduled?.plan !== view.plan
  const current = isOtherPlan ? planName(view.plan, catalog) : 'your current plan'
  return (
    <>
      {scheduled && (
        <NoticeBox
          tone="signal"
          level="h3"
          title={`Your plan changes to ${termsText(scheduled, catalog)} on ${longDate(scheduled.at)}`}
          action={
            view.can.resume.includes('change') && (
              <UndoButton what="change">Keep {current}</UndoButton>
            )
          }
        >
          You keep {current} until then.
        </NoticeBox>
      )}
      {waiting && (
        <NoticeBox
          tone="signal"
          level="h3"
          title={`Your change to ${termsText(waiting, catalog)} is waiting for payment`}
          action={
            <div className="flex flex-wrap gap-3">
              {waiting.url && (
                <a href={waiting.url} className={buttonClass({ variant: 'primary' })}>
                  Pay on Stripe
                </a>
              )}
              <UndoButton what="payment">Cancel change</UndoButton>
            </div>
          }
        >
          Nothing has changed yet. The change expires on {longDate(waiting.expiresAt)}.
        </NoticeBox>
      )}
      {pause && (
        <NoticeBox
          tone="signal"
          level="h3"
          title={pause.resumesAt ? `Paused until ${longDate(pause.resumesAt)}` : 'Paused'}
          action={
            view.can.resume.includes('pause') && (
              <UndoButton what="pause">Resume subscription</UndoButton>
            )
          }
        >
          {pause.bills
            ? 'Resuming starts a new billing period and charges you right away.'
            : `You can resume anytime. You’ve already paid through ${longDate(paidUntil(view))}.`}
        </NoticeBox>
      )}
    </>
  )
}
