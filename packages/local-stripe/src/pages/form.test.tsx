/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { expect, it } from 'vitest'
import { ErrorSummary, Field, readForm } from './form'

const filled = { values: { cvc: '1<2' }, errors: { cvc: 'Enter 3 digits.' } }

it('connects a field to its hint and error, and escapes its value', () => {
  const html = String(<Field name="cvc" label="CVC" hint="On the back" filled={filled} />)

  expect(html).toContain('<label for="cvc">CVC</label>')
  expect(html).toContain('aria-describedby="cvc-hint cvc-error"')
  expect(html).toContain('aria-invalid="true"')
  expect(html).toContain('value="1&lt;2"')
  expect(html).toContain('<p class="error" id="cvc-error">Enter 3 digits.</p>')
})

it('lists errors in a block that takes focus and links to each field', () => {
  const html = String(<ErrorSummary filled={filled} title="Please check:" />)

  expect(html).toContain('tabindex="-1" autofocus=""')
  expect(html).toContain('<a href="#cvc">Enter 3 digits.</a>')
  expect(String(<ErrorSummary filled={{ values: {}, errors: {} }} title="" />)).toBe('')
})

it('reads a posted form without changing prototypes', async () => {
  const body = '__proto__=x&name=Ada'
  const form = await readForm(new Request('http://localhost/', { method: 'POST', body }))

  expect(form.name).toBe('Ada')
  expect(Object.getPrototypeOf(form)).toBe(Object.prototype)
})
