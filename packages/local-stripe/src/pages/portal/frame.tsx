/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { page } from '../document'
import type { Portal } from './read'

interface FrameProps {
  portal: Portal
  title: string
  /** A message about the last action. */
  notice?: string | undefined
  children: Child
}

/** The frame of every portal page: the account, the customer and the way back. */
export function portalPage({ portal, title, notice, children }: FrameProps) {
  const { customer, session, configuration } = portal
  const isHome = title === 'Billing'
  const out = isHome ? session.return_url : portal.back
  return page({
    title,
    children: (
      <div class="portal">
        <header class="stack">
          {out ? (
            <p>
              <a href={out}>← {isHome || session.flow ? 'Return' : 'Billing'}</a>
            </p>
          ) : null}
          <div>
            <h1>{title}</h1>
            <p class="muted">
              {[customer.name, customer.email].filter(Boolean).join(' · ') || customer.id}
            </p>
          </div>
          {isHome && configuration.business_profile.headline ? (
            <p>{configuration.business_profile.headline}</p>
          ) : null}
          {notice ? (
            <p class="flash" role="status" tabindex={-1} autofocus>
              {notice}
            </p>
          ) : null}
        </header>
        {children}
      </div>
    ),
  })
}
