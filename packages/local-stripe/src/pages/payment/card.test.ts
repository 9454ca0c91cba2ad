import { describe, expect, it } from 'vitest'
import { fillTestCard, readCard, testCards } from './card'

const now = new Date('2026-11-21T12:00:00Z')
const typed = { number: '4242 4242 4242 4242', expiry: '12 / 30', cvc: '123', name: 'Ada Lovelace' }

describe('readCard', () => {
  it('reads a card with any spacing of number and expiry', () => {
    const card = {
      number: '4242424242424242',
      expMonth: 12,
      expYear: 2030,
      cvc: '123',
      name: 'Ada Lovelace',
    }
    for (const expiry of ['12 / 30', '12/30', '1230', '12 / 2030', '12-30']) {
      expect(readCard({ ...typed, expiry }, now)).toEqual({ kind: 'card', card })
    }
  })

  it.each([
    ['number', '4242 4242 4242 4241', 'Your card number is invalid.'],
    ['number', '', 'Enter a card number.'],
    ['expiry', '13 / 30', 'Enter the expiry date as MM / YY.'],
    ['expiry', '10 / 26', 'Your card’s expiry date is in the past.'],
    ['cvc', '12', 'Enter the 3 or 4 digits of the security code.'],
    ['name', ' ', 'Enter the name on the card.'],
  ])('reports the error in %s %j', (field, value, error) => {
    expect(readCard({ ...typed, [field]: value }, now)).toEqual({
      kind: 'invalid',
      errors: { [field]: error },
    })
  })

  it('accepts a card until the end of its month, by the local clock', () => {
    expect(readCard({ ...typed, expiry: '11 / 26' }, now).kind).toBe('card')
    expect(readCard(typed, new Date('2031-01-01T00:00:00Z')).kind).toBe('invalid')
  })
})

it('says of the card that fails later that a first payment is declined too', () => {
  expect(testCards.find(({ number }) => number.endsWith('0341'))?.says).toBe(
    'Can be saved, and is declined when it is charged',
  )
})

describe('fillTestCard', () => {
  it.each(testCards)('fills in $number so that it is accepted in any year', ({ number }) => {
    const later = new Date('2039-06-01T00:00:00Z')

    expect(readCard(fillTestCard(number, {}, later), later)).toMatchObject({ card: { number } })
  })

  it('keeps a name that was entered', () => {
    expect(fillTestCard('4242424242424242', { name: 'Ada' }, now).name).toBe('Ada')
  })
})
