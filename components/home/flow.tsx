import { ArrowRight, CreditCard, Database, KeyRound, UserRound, Webhook } from 'lucide-react'
import type { ReactNode } from 'react'

/** How a payment becomes a group in the token. */
export const Flow = () => (
  <ol className="grid gap-4 lg:grid-cols-5">
    {steps.map(({ icon, title, text }, index) => (
      <li key={title} className="relative rounded-card border border-line bg-card p-5 shadow-card">
        <span
          aria-hidden="true"
          className="grid size-10 place-items-center rounded-field bg-brand-tint text-brand"
        >
          {icon}
        </span>
        <h3 className="mt-4 font-bold text-lg">{title}</h3>
        <p className="mt-1.5 text-muted text-sm">{text}</p>
        {index < steps.length - 1 && (
          <ArrowRight
            aria-hidden="true"
            className="absolute -right-2 -bottom-2 size-5 rotate-90 rounded-full bg-paper text-muted max-lg:right-1/2 max-lg:-bottom-4.5 lg:top-1/2 lg:-right-4.5 lg:bottom-auto lg:rotate-0"
          />
        )}
      </li>
    ))}
  </ol>
)

const steps: { icon: ReactNode; title: string; text: string }[] = [
  {
    icon: <UserRound className="size-5" />,
    title: 'Sign up',
    text: 'Cognito creates the user. A trigger adds their account row and the free plan’s group.',
  },
  {
    icon: <CreditCard className="size-5" />,
    title: 'Pay on Stripe',
    text: 'Checkout runs on your page or on Stripe’s. No one can buy a second subscription.',
  },
  {
    icon: <Webhook className="size-5" />,
    title: 'A webhook arrives',
    text: 'It only says which customer changed. The current state is then read from Stripe.',
  },
  {
    icon: <Database className="size-5" />,
    title: 'The row decides',
    text: 'A pure function turns facts into access. A conditional write discards stale reads.',
  },
  {
    icon: <KeyRound className="size-5" />,
    title: 'The token carries it',
    text: 'The group changes in Cognito, and the browser fetches a new token right away.',
  },
]
