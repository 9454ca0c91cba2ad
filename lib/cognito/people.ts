export type Person = { userId: string; username: string; email: string | null }

/** Who exists, according to Cognito. */
export type People = {
  /** By username, `sub` or e-mail address, as Cognito has it; `null` if there is nobody. */
  find(username: string): Promise<Person | null>
}
