/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { Notice, page } from './document'

/** A 404 page. */
export const notFound = (c: Context, what = 'page') =>
  c.html(
    page({
      title: 'Not found',
      children: (
        <Notice title={`${what.charAt(0).toUpperCase()}${what.slice(1)} not found`}>
          <p>
            The link may have a typo, or it may be from before this local Stripe was last reset.
          </p>
          <a class="button" href="/_panel">
            Open the control panel
          </a>
        </Notice>
      ),
    }),
    404,
  )
