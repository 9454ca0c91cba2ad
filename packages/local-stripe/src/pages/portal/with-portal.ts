import type { Context } from 'hono'
import { notFound } from '../not-found'
import type { PageContext } from '../page-context'
import type { PageEnv } from '../security'
import { type Portal, readPortal } from './read'

type PortalHandler = (c: Context<PageEnv>, portal: Portal) => Response | Promise<Response>

/** Wraps a handler: loads the portal session of the URL, or answers 404. */
export const portalLoader =
  (context: PageContext) =>
  (handler: PortalHandler) =>
  async (c: Context<PageEnv>): Promise<Response> => {
    const portal = await readPortal(context, c.req.param('id') ?? '')
    if (!portal) return notFound(c, 'billing portal session')
    const after = portal.session.flow?.after_completion.redirect?.return_url
    c.set(
      'formTargets',
      [portal.session.return_url, after].filter((url) => url != null),
    )
    return handler(c, portal)
  }
