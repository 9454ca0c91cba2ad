import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { choiceQuery, readChoice, type SearchParams } from '@/components/plans/choice'
import { SignIn } from '@/components/sign-in/sign-in'
import { money, per } from '@/components/ui/money'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { services } from '@/lib/services'

export const metadata: Metadata = {
  title: 'Create your account',
  description: 'Start free, with an e-mail address and a password.',
}

/** The plan that was chosen on the way is carried along, and paid for afterwards. */
export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const choice = readChoice(services.catalog, await searchParams)
  const to = choice ? (`/setup-billing?${choiceQuery(choice)}` as const) : '/setup-billing'
  if (await visitorIfKnown()) redirect(to)

  return (
    <>
      {choice && (
        <p className="mb-6 rounded-xl bg-go-tint px-4 py-3">
          You chose <strong>{choice.plan.name}</strong>,{' '}
          {money(choice.price.amountCents, choice.price.currency)} {per(choice.price.interval)}. You
          pay after this.
        </p>
      )}
      <SignIn step="signUp" to={to} />
      <p className="mt-6">
        <Link href={`/signin?next=${encodeURIComponent(to)}`} className="link">
          I have an account
        </Link>
      </p>
    </>
  )
}
