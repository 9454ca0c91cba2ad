import { CreditCard, DoorOpen, UserRound } from 'lucide-react'
import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Logo } from '@/components/brand/logo'
import { ButtonLink } from '@/components/ui/button'
import { HeroPicture } from '@/components/ui/hero'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { type Brand, logoMark } from '@/lib/billing/catalog/brand'
import { services } from '@/lib/services'

export const metadata: Metadata = { alternates: { canonical: '/' } }

export default async function HomePage() {
  const visitor = await visitorIfKnown()
  const { brand } = services.catalog

  return (
    <div className="mx-auto w-full max-w-6xl px-5">
      <section className="grid items-center gap-12 py-10 lg:grid-cols-[6fr_5fr] lg:py-16">
        <div>
          <h1 className="font-bold text-[2.6rem] leading-[1.03] min-[400px]:text-5xl sm:text-6xl">
            {sentencesOf(brand.tagline).map((sentence) => (
              <span key={sentence} className="block">
                {sentence}
              </span>
            ))}
          </h1>
          <p className="mt-6 max-w-xl text-lg text-muted sm:text-xl">{brand.description}</p>
          <div className="mt-8 flex flex-wrap gap-4">
            {visitor ? (
              <ButtonLink href="/dashboard" variant="primary" size="large">
                Go to your dashboard
              </ButtonLink>
            ) : (
              <ButtonLink href="/signup" variant="primary" size="large">
                Start for free
              </ButtonLink>
            )}
            <ButtonLink href="/plans" size="large">
              View plans
            </ButtonLink>
          </div>
        </div>
        {logoMark(brand) === 'barrier' ? <HeroPicture /> : <BrandPicture brand={brand} />}
      </section>

      <section aria-labelledby="how" className="border-line border-t py-14">
        <h2 id="how" className="font-bold text-3xl">
          How it works
        </h2>
        <ol className="mt-8 grid gap-8 md:grid-cols-3">
          <Step icon={<UserRound />} title="Sign up">
            Enter your email, choose a password, and confirm the code we send. Stay on the free plan
            as long as you like.
          </Step>
          <Step icon={<CreditCard />} title="Pay">
            Choose a plan and check out on Stripe. We never see or store your card.
          </Step>
          <Step icon={<DoorOpen />} title="Get access">
            Your plan’s features unlock right away in every service that reads your token. No need
            to sign in again.
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
          <Assurance title="A failed card doesn’t lock you out">
            Cards fail for ordinary reasons. You keep full access during a grace period, and we tell
            you exactly when it ends.
          </Assurance>
          <Assurance title="Canceling is as easy as signing up">
            Cancel whenever you like. You keep what you’ve paid for through the last day. The date
            is on your dashboard.
          </Assurance>
          <Assurance title="You always know why">
            Your settings explain, in plain language, why you have access.
          </Assurance>
          <Assurance title="Never billed twice">
            One account, one subscription. We block a second checkout before you’re charged.
          </Assurance>
        </dl>
      </section>
    </div>
  )
}

/** `Get paid. Let people in.` as two lines. */
const sentencesOf = (text: string): string[] => text.split(/(?<=\.) /)

/** The logo, large, for a brand that has nothing to do with the picture of the barrier. */
const BrandPicture = ({ brand }: { brand: Brand }) => (
  <div className="grid place-items-center rounded-3xl border border-line bg-brand-tint p-12 shadow-card sm:p-20">
    <Logo brand={brand} className="size-40 sm:size-56" />
  </div>
)

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
      className="grid size-12 place-items-center rounded-xl bg-brand-tint text-brand"
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
