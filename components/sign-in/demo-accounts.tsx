'use client'

import { Button } from '@/components/ui/button'

export type OfferedAccount = { email: string; password: string; note: string }

/** On the local stack: an account for each plan, each state of a subscription, each kind of staff. */
export const DemoAccounts = ({
  accounts,
  isBusy,
  onPick,
}: {
  accounts: readonly OfferedAccount[]
  isBusy: boolean
  onPick: (account: OfferedAccount) => void
}) => (
  <section
    aria-labelledby="demo-accounts"
    className="mt-8 border-line border-t pt-6 noscript:hidden"
  >
    <h2 id="demo-accounts" className="font-bold">
      Demo accounts
    </h2>
    <p className="mt-1 text-muted text-sm">Only on the local stack. One click, no password.</p>
    <ul className="mt-4 grid gap-2">
      {accounts.map((account) => (
        <li key={account.email}>
          <Button
            size="small"
            className="w-full"
            aria-disabled={isBusy}
            onClick={isBusy ? undefined : () => onPick(account)}
          >
            <span className="flex w-full flex-wrap justify-between gap-x-3 gap-y-0.5 text-left">
              <span className="break-all">{account.email}</span>{' '}
              <span className="font-normal text-muted">{account.note}</span>
            </span>
          </Button>
        </li>
      ))}
    </ul>
  </section>
)
