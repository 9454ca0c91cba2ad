/** The shape of the form that is on its way. */
export const SignInWaiting = () => (
  <div>
    <p role="status" className="sr-only">
      Loading…
    </p>
    <div aria-hidden="true" className="grid gap-6">
      <div className="waiting h-9 w-56" />
      <div className="waiting h-16" />
      <div className="waiting h-16" />
      <div className="waiting h-12" />
    </div>
  </div>
)
