/**
 * Where a visitor is on the way in. Every step keeps the address that was typed, so that none asks
 * for it twice.
 */
export type Step = { email: string } & (
  | { kind: 'signIn' | 'signUp' | 'forgotPassword' /** What was just done. */; done?: string }
  /** A new account's code. The password, if this page knows it, signs the user in afterwards. */
  | { kind: 'confirmSignUp'; password?: string }
  | { kind: 'resetPassword' }
  /** The account was created by an administrator, with a password for one use. */
  | { kind: 'newPassword' }
  /** A second factor. `sentTo` is masked by Cognito; `null` if an app makes the code. */
  | { kind: 'secondFactor'; sentTo: string | null }
  | { kind: 'setUpTotp'; secret: string; uri: string }
  /** Signed in, with an address that no code has verified. */
  | { kind: 'verifyEmail' }
)

export type StepKind = Step['kind']
/** The steps that a page begins with. */
export type FirstStep = Extract<StepKind, 'signIn' | 'signUp' | 'forgotPassword'>

/** What follows a step. `said` is shown on the page that opens then. */
export type Outcome = { kind: 'step'; step: Step } | { kind: 'signed_in'; said?: string }

type FieldName = 'email' | 'password' | 'confirmation' | 'code'
/** What was typed, by the field's name. */
export type Given = Record<FieldName, string>

export type StepField = {
  name: FieldName
  label: string
  type: 'email' | 'password' | 'text'
  autoComplete: string
  hint?: string
  /** Shown if it is left empty. */
  missing: string
}

const passwordRule = 'At least 8 characters, with uppercase, lowercase, a number and a symbol.'

const emailField = (autoComplete: string): StepField => ({
  name: 'email',
  label: 'Email',
  type: 'email',
  autoComplete,
  missing: 'Enter your email.',
})
const codeField: StepField = {
  name: 'code',
  label: 'Code',
  type: 'text',
  autoComplete: 'one-time-code',
  missing: 'Enter the code.',
}
const newPasswordFields = (label: string): StepField[] => [
  {
    name: 'password',
    label,
    type: 'password',
    autoComplete: 'new-password',
    hint: passwordRule,
    missing: `Enter ${label === 'Password' ? 'a password' : 'a new password'}.`,
  },
  {
    name: 'confirmation',
    label: `Confirm ${label.toLowerCase()}`,
    type: 'password',
    autoComplete: 'new-password',
    missing: 'Enter the same password again.',
  },
]

const fields: Record<StepKind, StepField[]> = {
  signIn: [
    emailField('username'),
    {
      name: 'password',
      label: 'Password',
      type: 'password',
      autoComplete: 'current-password',
      missing: 'Enter your password.',
    },
  ],
  signUp: [emailField('email'), ...newPasswordFields('Password')],
  confirmSignUp: [codeField],
  forgotPassword: [emailField('username')],
  resetPassword: [codeField, ...newPasswordFields('New password')],
  newPassword: newPasswordFields('New password'),
  secondFactor: [codeField],
  setUpTotp: [codeField],
  verifyEmail: [codeField],
}

/** What a step asks for. A code that came without an address, from "I have a code", needs both. */
export const fieldsOf = ({ kind, email }: Step): StepField[] =>
  kind === 'confirmSignUp' && !email ? [emailField('username'), ...fields[kind]] : fields[kind]

/** What is wrong with what was typed, by field. What only Cognito knows is not checked here. */
export function fieldMistakes(asked: readonly StepField[], given: Given): Partial<Given> {
  const mistakes: Partial<Given> = {}
  for (const { name, missing } of asked) {
    if (!given[name]) mistakes[name] = missing
    else if (name === 'email' && !/^[^\s@]+@[^\s@]+$/.test(given.email)) {
      mistakes.email = 'Enter a full email address, such as ada@example.com.'
    } else if (name === 'confirmation' && given.confirmation !== given.password) {
      mistakes.confirmation = 'The passwords don’t match.'
    }
  }
  return mistakes
}

/** Reads a form. A pasted address or code often has spaces around or inside. */
export function readGiven(data: FormData, step: Step): Given {
  const text = (name: FieldName) => {
    const value = data.get(name)
    return typeof value === 'string' ? value : ''
  }
  return {
    email: text('email').trim() || step.email,
    password: text('password'),
    confirmation: text('confirmation'),
    code: text('code').replace(/\s/g, ''),
  }
}
