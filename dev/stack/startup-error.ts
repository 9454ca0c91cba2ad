/** What whoever starts the stack can put right by themselves: shown as a sentence, without a stack trace. */
export class StartupError extends Error {}
