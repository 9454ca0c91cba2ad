/** Tells a visitor without JavaScript what doesn't work on this page. */
export const NeedsScript = ({ what }: { what: string }) => (
  <noscript>
    <p className="mb-6 rounded-card bg-signal-tint px-4 py-3 font-medium text-signal-ink">
      {what} needs JavaScript. Turn it on in your browser’s settings, then reload this page.
    </p>
  </noscript>
)
