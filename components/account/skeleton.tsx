/** A placeholder for an account page while it loads. */
export function AccountSkeleton() {
  return (
    <div className="mx-auto w-full max-w-6xl px-5 pt-8">
      <p role="status" className="sr-only">
        Loading…
      </p>
      <div aria-hidden="true">
        <div className="skeleton h-11 w-64" />
        <div className="skeleton mt-4 h-6 w-80 max-w-full" />
        <div className="mt-8 grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
          {['a', 'b', 'c', 'd', 'e', 'f'].map((card) => (
            <div key={card} className="skeleton h-44 rounded-2xl" />
          ))}
        </div>
      </div>
    </div>
  )
}
