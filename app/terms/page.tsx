import type { Metadata } from 'next'
import { ExampleNote, LegalDocument } from '@/components/legal/document'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Terms of service' }

/** Terms for a team to replace. They say only what the app really does. */
export default function TermsPage() {
  const { catalog } = services
  const { name } = catalog.brand
  return (
    <LegalDocument
      title="Terms of service"
      lead={<ExampleNote file="app/terms/page.tsx" link="links.terms" />}
      sections={[
        {
          title: 'Your account',
          text: `You use ${name} with one account and one email address. Keep your password to yourself.`,
        },
        {
          title: 'Payment',
          text: 'Stripe processes payments. A subscription renews at the end of each period until you cancel it. You see the price before you pay, and before each change.',
        },
        {
          title: 'If a payment fails',
          text: `You keep your plan for ${catalog.graceDays} days, so that you can pay again. After that your account continues on the free plan.`,
        },
        {
          title: 'Cancellation',
          text: 'You can cancel at any time in your settings. You keep what you paid for until the end of the period.',
        },
      ]}
    />
  )
}
