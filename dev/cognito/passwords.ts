import { CognitoError } from 'cognito-local/lib/errors.js'

/** Checks Cognito's default policy, which cognito-local has but doesn't apply. */
export function checkPassword(password: unknown): void {
  const broken = rules.find(([rule]) => !rule.test(String(password ?? '')))
  if (broken) {
    throw new CognitoError(
      'InvalidPasswordException',
      `Password did not conform with policy: ${broken[1]}`,
    )
  }
}

const rules: [RegExp, string][] = [
  [/^.{8,}$/s, 'Password not long enough'],
  [/[A-Z]/, 'Password must have uppercase characters'],
  [/[a-z]/, 'Password must have lowercase characters'],
  [/[0-9]/, 'Password must have numeric characters'],
  [/[^A-Za-z0-9]/, 'Password must have symbol characters'],
]
