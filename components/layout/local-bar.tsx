/** A bar on every page of the local stack, with links to its mailbox and Stripe panel. */
export function LocalBar({
  name,
  mailbox,
  stripe,
}: {
  /** The brand's name. */
  name: string
  mailbox: string | undefined
  stripe: string | undefined
}) {
  return (
    <aside aria-label="Local stack" className="border-line border-b bg-signal-tint text-signal-ink">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-5 gap-y-0.5 px-5 py-1.5 text-sm">
        <p>
          <strong>Local stack:</strong> {name} takes no real payments and sends no emails here.
        </p>
        {mailbox && (
          <a href={mailbox} className="underline underline-offset-2">
            Mailbox
          </a>
        )}
        {stripe && (
          <a href={`${stripe}/_panel`} className="underline underline-offset-2">
            Stripe panel
          </a>
        )}
      </div>
    </aside>
  )
}
