/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { Field, type Filled } from '../form'
import { testCards } from './card'

export function CardFields({ filled }: { filled: Filled }) {
  return (
    <div class="stack">
      <Field
        name="number"
        label="Card number"
        inputmode="numeric"
        autocomplete="cc-number"
        placeholder="1234 1234 1234 1234"
        maxlength={24}
        filled={filled}
      />
      <div class="pair">
        <Field
          name="expiry"
          label="Expiry"
          inputmode="numeric"
          autocomplete="cc-exp"
          placeholder="MM / YY"
          maxlength={9}
          filled={filled}
        />
        <Field
          name="cvc"
          label="CVC"
          inputmode="numeric"
          autocomplete="cc-csc"
          placeholder="123"
          maxlength={4}
          filled={filled}
        />
      </div>
      <Field
        name="name"
        label="Name on card"
        autocomplete="cc-name"
        maxlength={200}
        filled={filled}
      />
    </div>
  )
}

/** Buttons that submit the surrounding form. The page is shown again with that card filled in. */
export function TestCards() {
  return (
    <section class="test-cards" aria-labelledby="test-cards">
      <h2 id="test-cards">Use a test card</h2>
      <ul>
        {testCards.map(({ number, says }) => (
          <li key={number}>
            <button type="submit" name="fill" value={number}>
              {says}
              <span class="digits">{number.replace(/(\d{4})(?=\d)/g, '$1 ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
