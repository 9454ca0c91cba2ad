/** A mail as plain text and as HTML. `compose.tsx` makes the HTML and escapes its data. */
export type Mail = { to: string; subject: string; text: string; html: string }

/** Sends mails. Throws if the backend doesn't accept one. An accepted mail can't be recalled. */
export type Mails = {
  /** Sends a mail. `signal` aborts the wait for a response, but the mail may still be sent. */
  send(mail: Mail, signal?: AbortSignal): Promise<void>
}
