import { field } from '@/components/ui/call-api'
import { quantity } from '@/lib/billing/catalog/unit-text'

/** What a burst recorded, of what and in how many entries, and how many were refused. */
export function burstText(body: unknown): string {
  const [recorded, refused] = [Number(field(body, 'recorded')), Number(field(body, 'refused'))]
  const quantities = field(body, 'quantities')
  const amounts = (Array.isArray(quantities) ? quantities : []).map((each) =>
    quantity(Number(field(each, 'quantity')), String(field(each, 'unit'))),
  )
  return [
    recorded > 0 && `Recorded ${list.format(amounts)} in ${entries(recorded)}`,
    refused > 0 && `${entries(refused)} refused`,
  ]
    .filter(Boolean)
    .join('. ')
}

const entries = (many: number) => (many === 1 ? '1 entry' : `${many} entries`)
const list = new Intl.ListFormat('en-US', { type: 'conjunction' })
