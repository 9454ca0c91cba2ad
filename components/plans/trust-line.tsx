import { CreditCard, Lock, Receipt } from 'lucide-react'

/** Facts that build trust before a payment, in one line. */
export const TrustLine = ({ isTaxIncluded }: { isTaxIncluded: boolean }) => (
  <ul className="mt-8 flex flex-wrap gap-x-8 gap-y-2 text-muted text-sm">
    <Fact Icon={CreditCard}>Payments are processed by Stripe</Fact>
    <Fact Icon={Lock}>We never see your card</Fact>
    <Fact Icon={Receipt}>{isTaxIncluded ? 'Prices include tax' : 'Prices exclude tax'}</Fact>
  </ul>
)

const Fact = ({ Icon, children }: { Icon: typeof Lock; children: string }) => (
  <li className="flex items-center gap-2">
    <Icon aria-hidden="true" className="size-4 flex-none" />
    {children}
  </li>
)
