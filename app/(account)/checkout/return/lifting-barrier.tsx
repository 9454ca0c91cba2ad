/** A barrier that lifts once, after a payment. With reduced motion it is shown open. */
export const LiftingBarrier = () => (
  <span aria-hidden="true" className="relative block h-20 w-28">
    <span className="stripes absolute bottom-6 left-3 h-3 w-16 origin-[0_50%] -rotate-[52deg] rounded-full border border-ink motion-safe:animate-[raise_1.6s_ease-in-out]" />
    <span className="absolute bottom-0 left-1 h-9 w-4 rounded-t-md bg-ink" />
  </span>
)
