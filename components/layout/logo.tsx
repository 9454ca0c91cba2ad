/** The logo: a gatepost with its arm raised. */
export const Logo = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#0b5d45" />
    <path d="M9 26V13" stroke="#fffdf7" strokeWidth="5" strokeLinecap="round" />
    <path d="M9 14 25 6" stroke="#e8a811" strokeWidth="4.5" strokeLinecap="round" />
    <path d="m15.2 10.9 3.6-1.8" stroke="#18211c" strokeWidth="4.5" />
    <circle cx="9" cy="14" r="2" fill="#18211c" />
  </svg>
)
