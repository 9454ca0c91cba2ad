/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import { Notice, page } from './document'

/** A friendly 404: what was looked for, and why it may not be there. */
export const notFound = (c: Context, what = 'page') =>
  c.html(
    page({
      title: 'Not found',
      children: (
        <Notice title={`There is no such ${what}`}>
          <p>
            The link may be mistyped, or it leads to something from before this local Stripe was
            last reset.
          </p>
          <a class="button" href="/_panel">
            Open the control panel
          </a>
        </Notice>
      ),
    }),
    404,
  )
