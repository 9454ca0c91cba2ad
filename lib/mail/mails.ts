/** A mail as both a screen reader and a browser want it. `html` is made by `render`, which escapes. */
export type Mail = { to: string; subject: string; text: string; html: string }

/** Sends mails. Throws if one could not be handed over; once handed over, it can't be taken back. */
export type Mails = {
  /** `signal` ends the waiting for an answer; the mail may leave all the same. */
  send(mail: Mail, signal?: AbortSignal): Promise<void>
}
