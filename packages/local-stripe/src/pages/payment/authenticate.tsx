/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { page } from '../document'

interface AuthenticateProps {
  action: string
  /** `$49.00`, or null if the card is only saved. */
  amount: string | null
}

/** The 3-D Secure page, which a real bank would show in its app. */
export const authenticatePage = ({ action, amount }: AuthenticateProps) =>
  page({
    title: '3-D Secure',
    children: (
      <section class="card stack bank" aria-labelledby="bank">
        <p class="muted small">Local Test Bank</p>
        <h1 id="bank">{amount ? `Approve ${amount}?` : 'Approve this card?'}</h1>
        <p>
          This card requires authentication. A real bank would send a code or open its app. Here,
          you choose the result.
        </p>
        <form method="post" action={action} class="stack">
          <button type="submit" name="outcome" value="complete" class="primary block">
            Complete authentication
          </button>
          <button type="submit" name="outcome" value="fail" class="block">
            Fail authentication
          </button>
        </form>
      </section>
    ),
  })
