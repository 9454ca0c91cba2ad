import type { Metadata } from 'next'
import { SignOut } from '@/components/sign-in/sign-out'

export const metadata: Metadata = { title: 'Sign out', robots: { index: false } }

export default function SignOutPage() {
  return (
    <div className="mx-auto w-full max-w-2xl px-5 pt-12">
      <h1 className="font-bold text-4xl">Signing out</h1>
      <SignOut />
    </div>
  )
}
