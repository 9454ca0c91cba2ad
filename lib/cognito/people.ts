export type Person = { userId: string; username: string; email: string | null }

/** Who exists, according to Cognito. */
export type People = {
  /** By username or `sub`; `null` if there is nobody. */
  find(username: string): Promise<Person | null>
}
