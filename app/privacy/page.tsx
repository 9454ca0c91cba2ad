import type { Metadata } from 'next'
import { ExampleNote, LegalDocument } from '@/components/legal/document'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Privacy' }

/** A privacy notice for a team to replace. It says only what the app really stores. */
export default function PrivacyPage() {
  const { name } = services.catalog.brand
  return (
    <LegalDocument
      title="Privacy"
      lead={<ExampleNote file="app/privacy/page.tsx" link="links.privacy" />}
      sections={[
        {
          title: 'What we store',
          text: `${name} stores your email address, your plan, and what Stripe reports about your subscription. Amazon Cognito stores your account and verifies your password.`,
        },
        {
          title: 'What we don’t store',
          text: 'Card numbers go to Stripe only. We see the brand and the last four digits.',
        },
        {
          title: 'Cookies',
          text: 'We set the cookies that keep you signed in, and no others. There is no tracking.',
        },
        {
          title: 'Emails',
          text: 'We send emails about your account and your payments. We don’t send advertising.',
        },
      ]}
    />
  )
}
