import { days as dayCount } from '@/components/ui/dates'
import { sellsOneTime } from '@/lib/billing/catalog/catalog'
import { billsUsage } from '@/lib/billing/catalog/overage'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { currenciesOf } from '@/lib/billing/pricing/cost'
import { endWithoutCard } from './order-text'

export type Question = { question: string; answer: string }

/** Returns common questions, with answers from the catalog, so that they stay true if it changes. */
export function questionsAbout(catalog: Catalog, defaultTrialDays?: number): Question[] {
  const renewed = catalog.plans.filter(
    ({ prices, custom, trialOnly }) =>
      !custom && !trialOnly && prices.some(({ interval }) => interval !== 'once'),
  )
  const isBilled = renewed.some(billsUsage)
  return [
    ...trialQuestion(catalog, defaultTrialDays),
    ...(renewed.length > 0 ? [cancelQuestion(catalog, isBilled)] : []),
    ...(renewed.length > 1 ? [changeQuestion(isBilled)] : []),
    ...usageQuestion(renewed, isBilled),
    ...failedPaymentQuestion(catalog, renewed),
    ...(sellsOneTime(catalog) ? [lifetimeQuestion(catalog)] : []),
    taxQuestion(catalog),
  ]
}

function trialQuestion({ plans, trial }: Catalog, fallback = 0): Question[] {
  const days = plans
    .filter(({ prices, custom }) => !custom && prices.some(({ interval }) => interval !== 'once'))
    .map(({ trialDays }) => trialDays ?? fallback)
    .filter((days) => days > 0)
  const [least] = days.sort((a, b) => a - b)
  if (least === undefined) return []
  const length = days.at(-1) === least ? `${least} days` : `${least} days or longer`
  return [
    {
      question: 'How does the free trial work?',
      answer:
        trial.card === 'optional'
          ? `It lasts ${length} and needs no card. ${endWithoutCard[trial.withoutCard]} Each person gets one trial.`
          : `It lasts ${length}. We ask for a card, and charge it when the trial ends, unless you cancel before. Each person gets one trial.`,
    },
  ]
}

const cancelQuestion = ({ changes }: Catalog, isBilled: boolean): Question => ({
  question: 'Can I cancel at any time?',
  answer: `Yes, in your settings. You keep what you’ve paid for until the end of the period, and nothing is charged after that${isBilled ? ', except for extra usage' : ''}.${
    changes.cancelNow ? ' You can also end it right away.' : ''
  }`,
})

const changeQuestion = (isBilled: boolean): Question => ({
  question: 'What happens if I change plans?',
  answer: `A higher plan opens right away, and you pay only the difference for the rest of the period${
    isBilled ? ' and the extra usage so far' : ''
  }. A lower plan starts when the period you’ve paid for ends. You see the exact amount before you confirm.`,
})

function usageQuestion(plans: Plan[], isBilled: boolean): Question[] {
  const limits = plans.flatMap((plan) => Object.values(plan.limits))
  if (!limits.some(({ included }) => included !== null)) return []
  const question = 'What if I use more than my plan includes?'
  const isSold = limits.some(({ overageCents }) => overageCents !== undefined)
  const isHard = limits.some(
    ({ included, overageCents }) => included !== null && overageCents === undefined,
  )
  return [
    {
      question,
      answer: [
        isBilled
          ? 'Extra usage is billed at the end of each month, at the price shown.'
          : isSold && 'If a price for extra usage is shown, you can keep going at that price.',
        isHard && 'A limit without such a price is fixed. Upgrade to get more.',
      ]
        .filter(Boolean)
        .join(' '),
    },
  ]
}

function failedPaymentQuestion(catalog: Catalog, plans: Plan[]): Question[] {
  const graces = plans.map(({ graceDays }) => graceDays ?? catalog.graceDays)
  const days = Math.min(...graces)
  if (graces.length === 0 || days === 0) return []
  const least = Math.max(...graces) > days ? 'at least ' : ''
  return [
    {
      question: 'What if a renewal payment fails?',
      answer: `We’ll let you know right away, and you keep your plan for ${least}${dayCount(days)} while you fix it. Update your card or pay the invoice in your settings.`,
    },
  ]
}

const lifetimeQuestion = ({ policies }: Catalog): Question => ({
  question: 'What does a one-time purchase include?',
  answer: `You pay once and keep the plan. It never renews. ${
    policies.refund === 'any' ? 'A refund, even a partial one,' : 'A full refund'
  } ends it.`,
})

function taxQuestion({ checkout, plans }: Catalog): Question {
  const currencies = currenciesOf(plans).map((currency) => currency.toUpperCase())
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(currencies)
  return {
    question: 'Which taxes and currencies apply?',
    answer: [
      checkout.taxIncluded
        ? 'Prices include tax.'
        : checkout.automaticTax
          ? 'Prices exclude tax. It’s calculated for your address before you pay.'
          : 'Prices exclude tax.',
      currencies.length > 0 && `You pay in ${list}.`,
      checkout.taxIds && 'Companies can enter a tax ID at checkout.',
    ]
      .filter(Boolean)
      .join(' '),
  }
}
