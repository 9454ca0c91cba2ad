/** For a test that sends far more requests than a person does in a minute. */
export const unlimited = {
  RATE_LIMIT_PER_USER: '1000000',
  RATE_LIMIT_PER_ADDRESS: '1000000',
  RATE_LIMIT_CODES: '1000000',
}
