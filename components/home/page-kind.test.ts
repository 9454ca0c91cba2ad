import { describe, expect, it } from 'vitest'
import { homePageKind } from './page-kind'

describe('the home page', () => {
  it('presents Tollgate to developers until the catalog has a name of its own', () => {
    expect(homePageKind({ HOME_PAGE: undefined }, { name: 'Tollgate' })).toBe('developers')
    expect(homePageKind({ HOME_PAGE: undefined }, { name: 'Pulsewell' })).toBe('shop')
  })

  it('is what the setting says', () => {
    expect(homePageKind({ HOME_PAGE: 'shop' }, { name: 'Tollgate' })).toBe('shop')
    expect(homePageKind({ HOME_PAGE: 'developers' }, { name: 'Pulsewell' })).toBe('developers')
  })
})
