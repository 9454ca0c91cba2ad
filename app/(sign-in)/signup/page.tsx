import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { type Choice, choiceQuery, readChoice, type SearchParams } from '@/components/plans/choice'
import { choiceText } from '@/components/plans/order-text'
import { SignIn } from '@/components/sign-in/sign-in'
import { hasSession } from '@/lib/auth/session'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { noFacts } from '@/lib/billing/access/facts'
import { trialDaysFor } from '@/lib/billing/access/trial'
import { services } from '@/lib/services'

export const metadata: Metadata = {
  title: 'Create your account',
  description: 'Start for free with your email and a password.',
}

/** Sign-up. A plan chosen before is carried along in the URL, and paid for in the next step. */
export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const { catalog, settings } = services
  const choice = readChoice(catalog, await searchParams)
  const to = choice ? (`/setup-billing?${choiceQuery(choice)}` as const) : '/setup-billing'
  if (await visitorIfKnown()) redirect(to)

  return (
    <>
      {choice && (
        <p className="mb-6 rounded-xl bg-go-tint px-4 py-3">
          {choiceText(
            { ...choice, trialDays: trialOf(choice, settings.TRIAL_DAYS) },
            catalog.trial,
          )}
        </p>
      )}
      <SignIn first="signUp" to={to} hasSession={await hasSession()} />
    </>
  )
}

const trialOf = ({ plan, price }: Choice, defaultDays: number | undefined): number | null =>
  price.interval === 'once' ? null : trialDaysFor(plan, { facts: noFacts }, defaultDays)
