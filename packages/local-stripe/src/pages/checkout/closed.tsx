/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { Notice, page } from '../document'

/** The page of a session that is complete or has expired. */
export const closedPage = (session: Stripe.Checkout.Session, doneUrl: string | null) =>
  session.status === 'complete'
    ? page({
        title: 'Already complete',
        children: (
          <Notice title="This checkout is complete">
            <p>There’s nothing left to pay.</p>
            {doneUrl ? (
              <a class="button primary" href={doneUrl}>
                Continue
              </a>
            ) : null}
          </Notice>
        ),
      })
    : page({
        title: 'Expired',
        children: (
          <Notice title="This checkout has expired">
            <p>You weren’t charged. Go back and start again.</p>
            {session.cancel_url ? (
              <a class="button primary" href={session.cancel_url}>
                Go back
              </a>
            ) : null}
          </Notice>
        ),
      })
