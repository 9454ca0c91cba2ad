import type { Problem } from './use-subscription'

/** What went wrong, and where it can be paid if that is what it takes. Always there, to be read out. */
export const SubscriptionProblem = ({ problem }: { problem: Problem | null }) => (
  <p role="alert" className="mt-4 font-medium text-bad empty:hidden">
    {problem?.message}
    {problem?.url && (
      <>
        {' '}
        <a href={problem.url} className="link">
          Pay on Stripe’s page
        </a>
      </>
    )}
  </p>
)
