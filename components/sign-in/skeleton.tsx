/** A placeholder while the sign-in form loads. */
export const SignInSkeleton = () => (
  <div>
    <p role="status" className="sr-only">
      Loading…
    </p>
    <div aria-hidden="true" className="grid gap-6">
      <div className="skeleton h-9 w-56" />
      <div className="skeleton h-16" />
      <div className="skeleton h-16" />
      <div className="skeleton h-12" />
    </div>
  </div>
)
