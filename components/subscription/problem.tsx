import type { Problem } from './use-subscription'

/**
 * An error, with a link to pay if that resolves it. Always rendered, so that screen readers
 * announce it.
 */
export const SubscriptionProblem = ({ problem }: { problem: Problem | null }) => (
  <p role="alert" className="mt-4 font-medium text-bad empty:hidden">
    {problem?.message}
    {problem?.url && (
      <>
        {' '}
        <a href={problem.url} className="link">
          Pay on Stripe
        </a>
      </>
    )}
  </p>
)
