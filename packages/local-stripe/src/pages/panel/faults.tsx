/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Fault, FaultRates } from '../../delivery/faults'
import { type PanelFrame, panelPage } from './frame'

interface FaultsProps extends PanelFrame {
  rates: FaultRates
}

/** The faults and their probabilities. */
export const faultsPage = ({ rates, ...frame }: FaultsProps) =>
  panelPage({
    ...frame,
    title: 'Faults',
    children: (
      <>
        <p class="muted">
          {faults.some(({ name }) => rates[name] > 0)
            ? 'Faults are on.'
            : 'No faults are on. Choose what should go wrong and how often.'}
        </p>
        <form method="post" action="/_panel/faults" class="stack">
          {groups.map((group) => (
            <fieldset class="card" key={group}>
              <legend class="offscreen">{group}</legend>
              <p class="line-name" aria-hidden="true">
                {group}
              </p>
              <div class="rows">
                {faults
                  .filter((fault) => fault.group === group)
                  .map(({ name, label, what }) => (
                    <div class="spread fault" key={name}>
                      <label for={name}>
                        {label}
                        <span class="hint">{what}</span>
                      </label>
                      <select id={name} name={name}>
                        {rateChoices(rates[name]).map((rate) => (
                          <option key={rate} value={String(rate)} selected={rate === rates[name]}>
                            {labels[rate] ?? `${Math.round(rate * 100)}% of the time`}
                          </option>
                        ))}
                      </select>
                    </div>
                  ))}
              </div>
            </fieldset>
          ))}
          <div class="actions">
            <button type="submit" class="primary">
              Apply
            </button>
            <button type="submit" name="reset" value="yes">
              Turn off all faults
            </button>
          </div>
        </form>
      </>
    ),
  })

const labels: Record<number, string> = { 0: 'Never', 0.5: 'Half the time', 1: 'Always' }

/** The usual choices, and the current value if the control API has set another. */
const rateChoices = (current: number) =>
  [...new Set([0, 0.1, 0.5, 1, current])].sort((a, b) => a - b)

const groups = ['Webhooks', 'API'] as const

interface FaultChoice {
  name: Fault
  group: (typeof groups)[number]
  label: string
  what: string
}

export const faults: FaultChoice[] = [
  {
    name: 'duplicate',
    group: 'Webhooks',
    label: 'Duplicate',
    what: 'Delivers the same event twice.',
  },
  {
    name: 'twin',
    group: 'Webhooks',
    label: 'Twin',
    what: 'Delivers the same change again with another event ID.',
  },
  {
    name: 'reorder',
    group: 'Webhooks',
    label: 'Reorder',
    what: 'Delivers an event after later ones.',
  },
  { name: 'delay', group: 'Webhooks', label: 'Delay', what: 'Delivers late.' },
  {
    name: 'dropFirst',
    group: 'Webhooks',
    label: 'Lose the first attempt',
    what: 'Delivers only the retry.',
  },
  {
    name: 'failBefore',
    group: 'API',
    label: 'Fail before completing',
    what: 'Returns 500 and does nothing.',
  },
  {
    name: 'failStored',
    group: 'API',
    label: 'Fail, and repeat it',
    what: 'Returns 500 for a day, whenever the same idempotency key is sent.',
  },
  {
    name: 'failAfter',
    group: 'API',
    label: 'Fail after completing',
    what: 'Returns 500 but completes the request.',
  },
  { name: 'rateLimit', group: 'API', label: 'Rate limit', what: 'Returns 429.' },
  { name: 'slow', group: 'API', label: 'Slow', what: 'Responds slowly.' },
]
