/** An error that the developer can fix. Printed as a sentence, without a stack trace. */
export class StartupError extends Error {}
