/** The home page's picture: a barrier that lifts, and the token that lifts it. */
export const HeroPicture = () => (
  <div className="relative overflow-hidden rounded-3xl border border-line bg-card p-6 shadow-card sm:p-8">
    <svg viewBox="0 -60 460 290" className="w-full" aria-hidden="true">
      <path d="M0 206h460" stroke="var(--line)" strokeWidth="48" />
      <path d="M8 206h452" stroke="var(--card)" strokeWidth="4" strokeDasharray="26 20" />
      <path d="M84 182V84" stroke="var(--ink)" strokeWidth="20" strokeLinecap="round" />
      <path d="M60 182h48" stroke="var(--ink)" strokeWidth="10" strokeLinecap="round" />
      <g className="origin-[84px_92px] -rotate-[32deg] motion-safe:animate-[raise_2.4s_ease-in-out]">
        <path d="M84 92h256" stroke="var(--ink)" strokeWidth="20" strokeLinecap="round" />
        <path d="M84 92h256" stroke="var(--signal)" strokeWidth="14" strokeLinecap="round" />
        <path
          d="M124 92h216"
          stroke="var(--ink)"
          strokeWidth="14"
          strokeDasharray="26 34"
          strokeDashoffset="-8"
        />
        <circle cx="334" cy="92" r="9" fill="var(--bad)" />
      </g>
      <circle cx="84" cy="92" r="15" fill="var(--ink)" />
      <circle cx="84" cy="92" r="6" fill="var(--go)" />
    </svg>
    <div className="perforation -mx-6 mt-2 px-6 pt-5 sm:-mx-8 sm:px-8">
      <p className="printed text-muted">Access token</p>
      <p className="mt-2 font-mono text-sm sm:text-base">
        <span className="text-muted">"cognito:groups":</span> [
        <del className="text-muted">
          <span className="sr-only">before: </span>"free"
        </del>{' '}
        <ins className="rounded bg-go-tint px-1.5 py-0.5 font-bold text-go no-underline">
          <span className="sr-only">after: </span>"pro"
        </ins>
        ]
      </p>
    </div>
  </div>
)
