/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { Notice, page } from '../document'
import type { Portal } from './read'

/** The last page of a flow with `hosted_confirmation`. */
export const confirmedPage = ({ session }: Portal, notice: string | undefined) =>
  page({
    title: 'Done',
    children: (
      <Notice title={notice ?? 'Done.'}>
        <p>
          {session.flow?.after_completion.hosted_confirmation?.custom_message ??
            'You can close this page.'}
        </p>
        {session.return_url ? (
          <a class="button primary" href={session.return_url}>
            Return
          </a>
        ) : null}
      </Notice>
    ),
  })
