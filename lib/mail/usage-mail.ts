import { formatAmount } from 'stripe-currencies'
import { lower, noMore, quantity, singular } from '@/lib/billing/catalog/unit-text'
import type { Message } from '@/lib/billing/notices/messages'
import { unitPrice } from '@/lib/billing/pricing/unit-price'
import type { MailContent, MailSite } from './content'
import { date } from './dates'

type Data = Message['data']

/**
 * Tells a user how much they used. It informs and doesn't warn: to use what one pays for, or more, is
 * no fault. It says what happens next, and from when on everything is open again.
 */
export function usageMail(data: Data, { brand: { name }, appUrl }: MailSite): MailContent {
  const about = data.of === 'cap' ? aboutCap(data) : aboutIncluded(data)
  return {
    subject: `${about.subject} on ${name}`,
    heading: about.subject,
    paragraphs: about.paragraphs,
    facts: [
      { label: meterOf(data), value: `${quantity(Number(data.used), unitOf(data))} used` },
      ...(data.included
        ? [{ label: 'Included', value: quantity(Number(data.included), unitOf(data)) }]
        : []),
      ...(Number(data.costCents) > 0
        ? [{ label: 'Extra so far', value: amount(data.costCents, data) }]
        : []),
      ...(isGauge(data) ? [] : [{ label: 'Resets on', value: resetDay(data) }]),
    ],
    button: { url: `${appUrl}/usage`, text: 'View usage' },
    reason: `You get this email because your plan with ${name} includes a certain amount. Each is sent once in a billing period.`,
  }
}

type About = { subject: string; paragraphs: string[] }

function aboutIncluded(data: Data): About {
  const meter = lower(meterOf(data))
  const included = quantity(Number(data.included), unitOf(data))
  const isAll = data.percent === '100'
  return {
    subject: isAll
      ? `You’ve used all of your included ${meter}`
      : `You’ve used ${data.percent}% of your included ${meter}`,
    paragraphs: [
      isAll
        ? `You’ve used the ${included} that your plan includes.`
        : `Your plan includes ${included}${isGauge(data) ? '' : ' in each period'}.`,
      data.eachCents
        ? moreText(data, isAll)
        : isGauge(data)
          ? 'To make room, remove some. A higher plan has more room, from the moment you change.'
          : `${isAll ? 'There’s no more' : 'Beyond that, there’s no more'} until ${resetDay(data)}. A higher plan includes more, from the moment you change.`,
    ],
  }
}

/** What happens beyond what is included, where more is sold. */
function moreText(data: Data, isAll: boolean): string {
  if (data.capMode !== 'stop') {
    return `${isAll ? 'Everything goes on' : 'Beyond that, everything goes on'}: ${price(data)}, added to your next invoice.${data.capMode ? '' : ' You can set a spending cap at any time.'}`
  }
  // Such a cap pays for no unit at all.
  if (Number(data.capCents) < Number(data.eachCents)) return stopText(data, isAll)
  return `${isAll ? 'Extra' : 'Beyond that, extra'} usage is ${price(data)}, until your cap of ${amount(data.capCents, data)}. It’s added to your next invoice.`
}

/** What the user's own cap does, now or once it is reached. */
const stopText = (data: Data, isReached: boolean): string =>
  `You asked to stop ${isReached ? 'here, so' : 'there: then'} ${noMore(meterOf(data))} accepted until ${resetDay(data)}. You can raise or remove the cap at any time.`

function aboutCap(data: Data): About {
  const cap = amount(data.capCents, data)
  const isReached = data.percent === '100'
  const what = `spending cap for ${lower(meterOf(data))}`
  const stops = data.capMode === 'stop'
  return {
    subject: isReached
      ? `You’ve reached your ${what}`
      : `You’ve reached ${data.percent}% of your ${what}`,
    paragraphs: [
      `Your usage beyond what’s included costs ${amount(data.costCents, data)} so far. Your cap is ${cap}.`,
      stops
        ? stopText(data, isReached)
        : 'As you asked, this is only a notice: your usage goes on. You can have it stop at the cap, or change it, at any time.',
    ],
  }
}

/** `$1.00 per 1,000 calls`. */
function price(data: Data): string {
  const { units, cents } = unitPrice(Number(data.eachCents))
  const each = units === 1 ? singular(unitOf(data)) : quantity(units, unitOf(data))
  return `${formatAmount(cents, data.currency ?? 'usd')} per ${each}`
}

const amount = (cents: string | undefined, { currency = 'usd' }: Data) =>
  formatAmount(Number(cents ?? 0), currency)

/** Something that is kept, such as storage: no new period empties it. */
const isGauge = ({ aggregation }: Data) => aggregation === 'last'

const meterOf = ({ meterName = 'Usage' }: Data) => meterName
const unitOf = ({ unit = 'units' }: Data) => unit
const resetDay = ({ resetsAt }: Data) => date.format(new Date(resetsAt ?? ''))
