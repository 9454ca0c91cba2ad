/** A mistake in a catalog. The message says what is wrong and how to fix it. */
export type Mistake = { path: (string | number)[]; message: string }
