import { Check, Lock } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { UsageLine } from '@/components/usage/line'

/** A picture of the dashboard, made of the same components as the real one. */
export const ProductPicture = () => (
  <div
    role="img"
    aria-label="The dashboard of a user on Pro: the plan and its renewal, what was used this month, and the features that are open"
    className="overflow-hidden rounded-3xl border border-line bg-paper shadow-float"
  >
    <div aria-hidden="true">
      <div className="flex items-center gap-1.5 border-line border-b bg-sunk px-4 py-3">
        <span className="size-2.5 rounded-full bg-bad" />
        <span className="size-2.5 rounded-full bg-signal" />
        <span className="size-2.5 rounded-full bg-go" />
        <span className="ml-3 truncate rounded-full bg-card px-3 py-0.5 font-mono text-muted text-xs">
          app.example.com/dashboard
        </span>
      </div>
      <div className="grid gap-4 p-4 sm:p-6">
        <div className="rounded-card border border-line bg-card p-4 sm:p-5">
          <div className="flex items-start justify-between gap-4">
            <div>
              <p className="printed text-muted">Your plan</p>
              <p className="mt-1 font-bold text-2xl">Pro</p>
            </div>
            <Badge tone="go" icon={<Check className="size-3.5" />}>
              Active
            </Badge>
          </div>
          <p className="mt-1 text-muted text-sm">
            $49.00 a month · renews April 1 · Visa •••• 4242
          </p>
        </div>
        <div className="grid gap-4 rounded-card border border-line bg-card p-4 text-sm sm:p-5">
          <UsageLine
            label="API calls"
            text="62,480 of 100,000 calls"
            used={62_480}
            held={0}
            included={100_000}
            expected={null}
          />
          <UsageLine
            label="Storage"
            text="84 of 100 GB"
            used={84}
            held={0}
            included={100}
            expected={null}
          />
        </div>
        <ul className="grid gap-2 text-sm">
          {[
            { name: 'Analytics', isOpen: true },
            { name: 'Daily backups', isOpen: true },
            { name: 'Single sign-on', isOpen: false },
          ].map(({ name, isOpen }) => (
            <li
              key={name}
              className="flex items-center justify-between gap-4 rounded-field border border-line bg-card px-4 py-2.5"
            >
              {name}
              {isOpen ? (
                <Badge tone="go" icon={<Check className="size-3.5" />}>
                  Included
                </Badge>
              ) : (
                <Badge icon={<Lock className="size-3.5" />}>Enterprise</Badge>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  </div>
)
