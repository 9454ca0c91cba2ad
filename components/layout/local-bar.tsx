import { services } from '@/lib/services'

/** Says on every page that nothing here is real. The addresses are the local stack's own. */
export function LocalBar() {
  const { MAILBOX_URL: mailbox, STRIPE_API_BASE: stripe } = services.settings

  return (
    <aside aria-label="Local stack" className="border-line border-b bg-signal-tint text-signal-ink">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-5 gap-y-0.5 px-5 py-1.5 text-sm">
        <p>
          <strong>Local stack:</strong> no real money, no real mail.
        </p>
        {mailbox && (
          <a href={mailbox} className="underline underline-offset-2">
            Mailbox
          </a>
        )}
        {stripe && (
          <a href={`${stripe}/_panel`} className="underline underline-offset-2">
            Stripe’s control panel
          </a>
        )}
      </div>
    </aside>
  )
}
