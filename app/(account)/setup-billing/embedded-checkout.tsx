'use client'

import { useEffect, useRef, useState } from 'react'
import { field, postJson } from '@/components/ui/call-api'

export type CheckoutBody = Record<string, string | boolean>

/** Stripe's own form, in Stripe's iframe. Stripe.js is loaded here and nowhere else. */
export function EmbeddedCheckout({
  publishableKey,
  body,
}: {
  publishableKey: string
  body: CheckoutBody
}) {
  const place = useRef<HTMLDivElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const asked = JSON.stringify(body)

  useEffect(() => {
    let isGone = false
    let destroy = () => {}
    mountForm(publishableKey, JSON.parse(asked), () => (isGone ? null : place.current)).then(
      (form) => {
        if (form.kind === 'mounted') {
          destroy = form.destroy
          if (isGone) destroy()
        } else if (form.kind === 'problem') setProblem(form.message)
      },
    )
    return () => {
      isGone = true
      destroy()
    }
  }, [publishableKey, asked])

  return (
    <section aria-label="Payment" className="mt-8">
      <div
        ref={place}
        className="min-h-96 rounded-2xl border border-line bg-white empty:animate-pulse"
      />
      <p role="alert" className="mt-3 font-medium text-bad empty:hidden">
        {problem}
      </p>
    </section>
  )
}

type Form =
  | { kind: 'mounted'; destroy: () => void }
  | { kind: 'problem'; message: string }
  | { kind: 'leaving' }

async function mountForm(
  publishableKey: string,
  body: CheckoutBody,
  place: () => HTMLElement | null,
): Promise<Form> {
  try {
    const [answer, { loadStripe }] = await Promise.all([
      postJson('/api/checkout', { ...body, embedded: true }),
      import('@stripe/stripe-js/pure'),
    ])
    if (answer.kind === 'leaving') return { kind: 'leaving' }
    if (answer.kind === 'refused') return { kind: 'problem', message: answer.message }
    const clientSecret = field(answer.body, 'clientSecret')
    const stripe = await loadStripe(publishableKey)
    if (!stripe || typeof clientSecret !== 'string')
      return { kind: 'problem', message: unreachable }
    // Stripe refuses two forms at once, so none is created for a component that has unmounted.
    const at = place()
    if (!at) return { kind: 'leaving' }
    const form = await stripe.createEmbeddedCheckoutPage({ clientSecret })
    form.mount(at)
    return { kind: 'mounted', destroy: () => form.destroy() }
  } catch {
    return { kind: 'problem', message: unreachable }
  }
}

const unreachable =
  'Stripe’s form didn’t load. An ad blocker or your connection may be the cause. You can pay on Stripe instead.'
