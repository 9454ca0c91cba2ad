import type { Standing } from '@/components/plans/standing'
import type { Plan } from '@/lib/billing/catalog/schema'
import type { CardData } from './cards'

/** The page's heading: an invitation to choose, unless the visitor has everything or is paying. */
export function PlansIntro({ cards, current }: { cards: CardData[]; current: Plan | null }) {
  const { title, lead } = introOf(cards, current)
  return (
    <div>
      <h1 className="font-bold text-4xl sm:text-5xl">{title}</h1>
      <p className="mt-3 max-w-xl text-lg text-muted">{lead}</p>
    </div>
  )
}

function introOf(cards: CardData[], current: Plan | null): { title: string; lead: string } {
  const hasEverything = cards.every(({ standing }) => owned.includes(standing.kind))
  if (current && hasEverything) {
    return {
      title: `You’re on ${current.name}`,
      lead: 'It includes everything we sell. There’s nothing more to pay for.',
    }
  }
  if (cards.some(({ standing }) => standing.kind === 'payment_pending')) {
    return {
      title: 'Your payment is processing',
      lead: 'Your plan starts automatically when the bank payment clears. Please don’t pay again.',
    }
  }
  return {
    title: 'Choose your plan',
    lead: 'Start for free. Paid features unlock within seconds, and nothing renews after you cancel.',
  }
}

const owned: Standing['kind'][] = ['current', 'included']
