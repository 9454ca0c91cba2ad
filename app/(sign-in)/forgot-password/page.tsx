import type { Metadata } from 'next'
import Link from 'next/link'
import { SignIn } from '@/components/sign-in/sign-in'

export const metadata: Metadata = { title: 'Reset your password', robots: { index: false } }

export default function ForgotPasswordPage() {
  return (
    <>
      <SignIn step="forgotPassword" to="/dashboard" />
      <p className="mt-6">
        <Link href="/signin" className="link">
          Back to sign in
        </Link>
      </p>
    </>
  )
}
