/** What is wrong in a catalog, where, and how to fix it. */
export type Mistake = { path: (string | number)[]; message: string }
