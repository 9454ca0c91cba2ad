const range = (first: number, last: number): string =>
  String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index))

/** Latin-1, and the other punctuation, currency signs and symbols that we use. */
export const latin = [
  range(0x20, 0x7e),
  range(0xa0, 0xff),
  'ıŒœˆ˚˜',
  // Hyphens, dashes, quotes, bullet, ellipsis.
  range(0x2010, 0x2027),
  '‰‹›⁄€™↑↓−',
].join('')

/** Latin Extended-A, for names. It is a separate font, which browsers load only if a page needs it. */
export const latinExtended = range(0x100, 0x17f)
