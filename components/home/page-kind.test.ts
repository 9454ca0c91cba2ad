import { describe, expect, it } from 'vitest'
import { homePageKind } from './page-kind'

describe('the home page', () => {
  it('is for developers while the catalog is named Tollgate', () => {
    expect(homePageKind({ HOME_PAGE: undefined }, { name: 'Tollgate' })).toBe('developers')
    expect(homePageKind({ HOME_PAGE: undefined }, { name: 'Pulsewell' })).toBe('shop')
  })

  it('follows the setting', () => {
    expect(homePageKind({ HOME_PAGE: 'shop' }, { name: 'Tollgate' })).toBe('shop')
    expect(homePageKind({ HOME_PAGE: 'developers' }, { name: 'Pulsewell' })).toBe('developers')
  })
})
