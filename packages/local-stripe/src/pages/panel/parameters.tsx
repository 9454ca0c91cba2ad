/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { UnsupportedUse } from '../../http/unsupported-parameters'
import { type PanelFrame, panelPage } from './frame'

interface ParametersProps extends PanelFrame {
  uses: UnsupportedUse[]
}

/** The parameters that requests gave and the local Stripe does not support. */
export const parametersPage = ({ uses, ...frame }: ParametersProps) =>
  panelPage({
    ...frame,
    title: 'Parameters not supported',
    children: (
      <>
        <p class="muted">
          Requests gave these parameters. Stripe has them, the local Stripe does not. A request is
          refused with status 501, or accepted without their effect if the server was started with{' '}
          <code>LOCAL_STRIPE_ACCEPT_UNSUPPORTED=1</code>.
        </p>
        {uses.length === 0 ? (
          <p class="empty">No request gave a parameter that isn’t supported.</p>
        ) : (
          <ul class="card rows">
            {uses.map(({ endpoint, parameter, accepted, refused }) => (
              <li class="spread" key={`${endpoint} ${parameter}`}>
                <div>
                  <p class="mono">{parameter}</p>
                  <p class="mono muted small">{endpoint}</p>
                </div>
                <p class="small">{timesOf(accepted, refused)}</p>
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  })

const timesOf = (accepted: number, refused: number) =>
  [accepted > 0 && `accepted ${times(accepted)}`, refused > 0 && `refused ${times(refused)}`]
    .filter(Boolean)
    .join(', ')

const times = (count: number) => (count === 1 ? 'once' : `${count} times`)
