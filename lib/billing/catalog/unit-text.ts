const plain = new Intl.NumberFormat('en-US')

/** `1 source`, `3 sources`, `10 GB`. */
export const quantity = (amount: number, unit: string): string =>
  `${plain.format(amount)} ${amount === 1 ? singular(unit) : unit}`

export const singular = (unit: string): string => unit.replace(/s$/, '')

/** `no more API calls are`, `no more storage is`. */
export const noMore = (name: string): string =>
  `no more ${lower(name)} ${name.endsWith('s') ? 'are' : 'is'}`

/** Lowercases a name for the middle of a sentence: `storage`, but still `API calls`. */
export const lower = (name: string): string =>
  /^[A-Z]{2}/.test(name) ? name : `${name.charAt(0).toLowerCase()}${name.slice(1)}`
