import { formatAmount } from 'stripe-currencies'
import { Receipt } from '@/components/ui/receipt'
import {
  creditText,
  endsText,
  type FeatureNames,
  includedTaxText,
  loweredText,
  nextText,
  raisedText,
  type ShownPreview,
  whenText,
} from './text'

/** What a change costs, adds and removes. Limits that the usage exceeds come first. */
export function SubscriptionPreview({
  preview,
  names,
  billsUsage,
}: {
  preview: ShownPreview
  names: FeatureNames
  /** The new plan bills usage when a period ends. */
  billsUsage: boolean
}) {
  const { lines, discountCents, taxCents, totalCents, amountDueCents, currency, features, limits } =
    preview
  const sums = [
    { what: 'Discount', cents: -discountCents, isShown: discountCents !== 0 },
    { what: 'Tax', cents: taxCents, isShown: taxCents !== 0 },
    { what: 'Total', cents: totalCents, isShown: totalCents !== amountDueCents },
  ].filter(({ isShown }) => isShown)
  const broken = limits.lowered.filter(({ isBroken }) => isBroken)
  const lowered = limits.lowered.filter(({ isBroken }) => !isBroken)
  const raised = limits.all.filter(({ change }) => change === 'more')
  const credit = creditText(preview)
  const next = nextText(preview)
  const ends = endsText(preview, billsUsage)

  return (
    <div className="grid gap-4">
      {broken.length > 0 && (
        <div className="rounded-xl border-bad border-l-4 bg-bad-tint px-5 py-4">
          <p className="font-bold text-bad">Your usage exceeds the new plan’s limits</p>
          <List items={broken.map((limit) => loweredText(limit, names))} />
        </div>
      )}
      <p>{whenText(preview)}</p>
      {lines.length > 0 && (
        <Receipt
          caption="Charged today"
          lines={lines.map((line) => ({
            what: line.description,
            amount: formatAmount(line.amountCents, currency),
          }))}
          sums={sums.map(({ what, cents }) => ({ what, amount: formatAmount(cents, currency) }))}
          total={{ what: 'Due today', amount: formatAmount(amountDueCents, currency) }}
          note={includedTaxText(preview)}
        />
      )}
      {credit && <p>{credit}</p>}
      {next && <p className="text-muted">{next}</p>}
      {ends && <p className="font-medium">{ends}</p>}
      {features.lost.length + lowered.length > 0 && (
        <div>
          <h3 className="font-bold">What you’ll lose</h3>
          <List
            items={[
              ...features.lost.map((key) => names.features[key] ?? key),
              ...lowered.map((limit) => loweredText(limit, names)),
            ]}
          />
        </div>
      )}
      {features.gained.length + raised.length > 0 && (
        <div>
          <h3 className="font-bold">What you’ll gain</h3>
          <List
            items={[
              ...features.gained.map((key) => names.features[key] ?? key),
              ...raised.map((limit) => raisedText(limit, names)),
            ]}
          />
        </div>
      )}
    </div>
  )
}

const List = ({ items }: { items: string[] }) => (
  <ul className="mt-1 list-disc pl-5">
    {items.map((item) => (
      <li key={item}>{item}</li>
    ))}
  </ul>
)
