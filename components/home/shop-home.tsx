import { CreditCard, DoorOpen, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { Logo } from '@/components/brand/logo'
import { ButtonLink } from '@/components/ui/button'
import { type Brand, logoMark } from '@/lib/billing/catalog/brand'
import { Headline } from './headline'
import { HeroPicture } from './hero-picture'
import { HomeSection, Point } from './section'

/** The home page of the product that the catalog sells, for its customers. */
export const ShopHome = ({ brand, isSignedIn }: { brand: Brand; isSignedIn: boolean }) => (
  <>
    <section className="grid items-center gap-12 py-10 lg:grid-cols-[6fr_5fr] lg:py-16">
      <Headline tagline={brand.tagline} description={brand.description}>
        <div className="mt-8 flex flex-wrap gap-4">
          {isSignedIn ? (
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
      </Headline>
      {logoMark(brand) === 'barrier' ? <HeroPicture /> : <BrandPicture brand={brand} />}
    </section>
    <HomeSection id="how" title="How it works">
      <ol className="grid gap-8 md:grid-cols-3">
        <Step icon={<UserRound />} title="Sign up">
          Enter your email, choose a password, and confirm the code we send. Stay on the free plan
          as long as you like.
        </Step>
        <Step icon={<CreditCard />} title="Pay">
          Choose a plan and check out on Stripe. We never see or store your card.
        </Step>
        <Step icon={<DoorOpen />} title="Get access">
          Your plan’s features unlock right away. No need to sign in again.
        </Step>
      </ol>
    </HomeSection>
    <HomeSection id="promises" title="What you can count on">
      <dl className="grid gap-8 sm:grid-cols-2">
        <Point title="A failed card doesn’t lock you out">
          Cards fail for ordinary reasons. You keep full access during a grace period, and we tell
          you exactly when it ends.
        </Point>
        <Point title="Canceling is as easy as signing up">
          Cancel whenever you like. You keep what you’ve paid for through the last day. The date is
          on your dashboard.
        </Point>
        <Point title="You always know why">
          Your settings explain, in plain language, why you have access.
        </Point>
        <Point title="Never billed twice">
          One account, one subscription. We block a second checkout before you’re charged.
        </Point>
      </dl>
    </HomeSection>
  </>
)

/** A large logo, for a brand whose mark isn't the barrier. */
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
