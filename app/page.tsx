import { CreditCard, DoorOpen, UserRound } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { GateScene } from '@/components/ui/hero'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'

export const metadata: Metadata = { alternates: { canonical: '/' } }

export default async function HomePage() {
  const someone = await visitorIfKnown()

  return (
    <div className="mx-auto w-full max-w-6xl px-5">
      <section className="grid items-center gap-12 py-10 lg:grid-cols-[6fr_5fr] lg:py-16">
        <div>
          <h1 className="font-bold text-5xl leading-[1.03] sm:text-6xl">
            Paid here.
            <br />
            Let in everywhere.
          </h1>
          <p className="mt-6 max-w-xl text-lg text-muted sm:text-xl">
            Tollgate sells your plans with Stripe and lets people in with AWS Cognito. They pay, and
            seconds later the right group is in their token. They stop paying, and it is gone.
          </p>
          <div className="mt-8 flex flex-wrap gap-4">
            {someone ? (
              <Link href="/dashboard" className="button button-go px-7 text-lg">
                Go to your dashboard
              </Link>
            ) : (
              <Link href="/signup" className="button button-go px-7 text-lg">
                Start free
              </Link>
            )}
            <Link href="/plans" className="button px-7 text-lg">
              See the plans
            </Link>
          </div>
        </div>
        <GateScene />
      </section>

      <section aria-labelledby="how" className="border-line border-t py-14">
        <h2 id="how" className="font-bold text-3xl">
          How it goes
        </h2>
        <ol className="mt-8 grid gap-8 md:grid-cols-3">
          <Step icon={<UserRound />} title="Sign up">
            An e-mail address, a password, a code. You are in, on the free plan, for as long as you
            like.
          </Step>
          <Step icon={<CreditCard />} title="Pay">
            Choose a plan and pay on Stripe’s own page. Your card is theirs to keep, never ours.
          </Step>
          <Step icon={<DoorOpen />} title="Walk through">
            Your plan’s features open at once, on every service that reads your token, without
            signing in again.
          </Step>
        </ol>
      </section>

      <section
        aria-labelledby="promises"
        className="grid gap-x-16 gap-y-8 border-line border-t py-14 lg:grid-cols-[1fr_2fr]"
      >
        <h2 id="promises" className="font-bold text-3xl">
          What you can count on
        </h2>
        <dl className="grid gap-8 sm:grid-cols-2">
          <Assurance title="A failed card is not a locked door">
            Cards fail for dull reasons. Everything keeps working for a grace period, and you are
            told until when.
          </Assurance>
          <Assurance title="Leaving is as easy as coming">
            Cancel whenever you like. You keep what you paid for until its last day, and that day is
            on your dashboard.
          </Assurance>
          <Assurance title="You always know why">
            Your settings say in plain words what gives you the access you have.
          </Assurance>
          <Assurance title="Never two bills">
            One person, one subscription. A second checkout is stopped before it costs anything.
          </Assurance>
        </dl>
      </section>
    </div>
  )
}

const Step = ({
  icon,
  title,
  children,
}: {
  icon: ReactNode
  title: string
  children: ReactNode
}) => (
  <li>
    <span
      aria-hidden="true"
      className="grid size-12 place-items-center rounded-xl bg-go-tint text-go"
    >
      {icon}
    </span>
    <h3 className="mt-4 font-bold text-xl">{title}</h3>
    <p className="mt-1.5 text-muted">{children}</p>
  </li>
)

const Assurance = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <dt className="font-bold text-lg">{title}</dt>
    <dd className="mt-1.5 text-muted">{children}</dd>
  </div>
)
