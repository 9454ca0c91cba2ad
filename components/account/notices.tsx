import { clsx } from 'clsx'
import type { Access } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import { defaultPlan, planByKey } from '@/lib/billing/catalog/catalog'
import { lastLapse } from '@/lib/billing/notices/lapses'
import { noticesFor } from '@/lib/billing/notices/notices'
import { lapseContent } from './lapse-notice'
import { type NoticeContent, noticeContent } from './notice-content'

/** A banner with the notices about the user's subscription, the most urgent one first. */
export function AccountNotices({
  access,
  facts,
  rules,
  now,
  isOnSettings = false,
}: {
  access: Access
  facts: Facts
  rules: AccessRules
  now: Date
  isOnSettings?: boolean
}) {
  const { catalog } = rules
  const notices = noticesFor(access, now).map((notice) =>
    noticeContent(notice, {
      plan: 'plan' in notice ? planByKey(catalog, notice.plan ?? '') : undefined,
      fact: facts.subscriptions.find(({ id }) => id === access.subscription?.id),
      catalog,
      now,
      isOnSettings,
    }),
  )
  const lapse = lastLapse(facts, access, rules, now)
  const current = planByKey(catalog, access.plan) ?? defaultPlan(catalog)
  const all = [...notices, ...(lapse ? [lapseContent(lapse, current)] : [])]
  const [first] = all
  if (!first) return null
  return (
    <section
      aria-label="Notices"
      className={clsx(
        'mb-6 grid overflow-hidden rounded-card border bg-card shadow-card',
        first.tone === 'bad' ? 'border-bad' : 'border-signal',
      )}
    >
      {all.map((notice) => (
        <Notice key={notice.title} {...notice} />
      ))}
    </section>
  )
}

const Notice = ({ tone, Icon, title, text, action }: NoticeContent) => (
  <div
    className={clsx(
      'flex flex-wrap items-center gap-x-6 gap-y-3 border-line border-t px-4 py-3.5 first:border-t-0 sm:px-5',
      tone === 'bad' ? 'bg-bad-tint' : 'bg-signal-tint',
    )}
  >
    <div className="flex min-w-0 flex-1 basis-80 gap-3">
      <Icon
        aria-hidden="true"
        className={clsx('mt-0.5 size-5 flex-none', tone === 'bad' ? 'text-bad' : 'text-signal-ink')}
      />
      <div className="min-w-0">
        <h2
          className={clsx(
            'font-semibold tracking-normal',
            tone === 'bad' ? 'text-bad' : 'text-signal-ink',
          )}
        >
          {title}
        </h2>
        <p className="text-sm">{text}</p>
      </div>
    </div>
    {action && <div className="flex flex-wrap items-start gap-2 max-sm:pl-8">{action}</div>}
  </div>
)
