import { describe, expect, it } from 'vitest'
import { monthlyPrice, payingCustomer, stripeInProcess } from '../src/testing'

async function withCustomers() {
  const at = stripeInProcess()
  const create = at.stripe.customers.create.bind(at.stripe.customers)
  await create({ email: 'ada@example.com', name: 'Ada King', metadata: { plan: 'pro' } })
  await create({ email: 'amy@rocket.test', name: 'Amy Ada King Stone', metadata: { plan: 'Team' } })
  await create({ email: 'bob@example.com', name: 'Bob "The Builder"', phone: '+19999999999' })
  const found = async (query: string) =>
    (await at.stripe.customers.search({ query })).data.map(({ email }) => email?.split('@')[0])
  return { ...at, found }
}

describe('search', () => {
  it.each([
    ["email:'ada@example.com'", ['ada']],
    ['email:"ADA@example.com"', ['ada']],
    ['email~"example"', ['bob', 'ada']],
    ['-email~"example"', ['amy']],
    ['email~"example" name~"ada"', ['ada']],
    ["email~'example' AND name:'ada king'", ['ada']],
    ['email~"rocket" or phone:"+19999999999"', ['bob', 'amy']],
    ['name:"ada king"', ['amy', 'ada']],
    ['name:"king ada"', []],
    [String.raw`name~"bob \"the"`, ['bob']],
    ['phone:null', ['amy', 'ada']],
    ['-phone:NULL', ['bob']],
    ["metadata['plan']:'team'", ['amy']],
    ["-metadata['plan']:null", ['amy', 'ada']],
    ['created>0', ['bob', 'amy', 'ada']],
    ['created<"5"', []],
  ])('finds with %s', async (query, emails) => {
    const { found } = await withCustomers()

    expect(await found(query)).toEqual(emails)
  })

  it.each([
    ['garbage', 'We were unable to parse your search query.'],
    ['email:', 'We were unable to parse your search query.'],
    ['email:ada', 'We were unable to parse your search query.'],
    ['email:"ada', 'We were unable to parse your search query.'],
    ['email:"a" AND', 'We were unable to parse your search query.'],
    ['email:"a" AND name:"b" OR name:"c"', 'We were unable to parse your search query.'],
    ['(email:"a")', 'We were unable to parse your search query.'],
    ['   ', 'We were unable to parse your search query.'],
    ['city:"Paris"', 'Field `city` is an unsupported search field for resource `customers`.'],
    ['metadata:"pro"', 'Field `metadata` is an unsupported search field'],
    ['email>"a"', 'Operator `>` is not supported for field `email`.'],
    ['created~"123"', 'Operator `~` is not supported for field `created`.'],
    ["metadata['plan']~'pro'", 'Operator `~` is not supported for field `metadata`.'],
    ['email~"ad"', 'Substring queries must have at least 3 characters.'],
    ['created>"soon"', 'Field `created` needs a number'],
    [Array(11).fill('email:"a"').join(' '), 'at most 10 clauses'],
  ])('refuses %s', async (query, message) => {
    const { found } = await withCustomers()

    await expect(found(query)).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining(message),
    })
  })

  it('returns pages', async () => {
    const { stripe } = await withCustomers()
    const query = 'created>0'

    const first = await stripe.customers.search({ query, limit: 2 })
    const second = await stripe.customers.search({ query, limit: 2, page: `${first.next_page}` })

    expect(first).toMatchObject({ object: 'search_result', has_more: true })
    expect(first.data.map(({ name }) => name)).toEqual(['Bob "The Builder"', 'Amy Ada King Stone'])
    expect(second).toMatchObject({ has_more: false, next_page: null })
    expect(second.data.map(({ name }) => name)).toEqual(['Ada King'])
    await expect(stripe.customers.search({ query, page: 'other' })).rejects.toMatchObject({
      param: 'page',
    })
    await expect(stripe.customers.search({ query, limit: 101 })).rejects.toMatchObject({
      param: 'limit',
    })
  })

  it('finds subscriptions, invoices, payments, prices and products by their own fields', async () => {
    const { stripe } = stripeInProcess()
    const price = await monthlyPrice(stripe)
    const customer = await payingCustomer(stripe)
    const { id, latest_invoice } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      metadata: { team: '7' },
    })
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data
    await stripe.refunds.create({ charge: `${charge?.id}`, amount: 100 })
    const ids = ({ data }: { data: { id: string }[] }) => data.map((each) => each.id)

    expect(
      ids(await stripe.subscriptions.search({ query: "status:'active' metadata['team']:'7'" })),
    ).toEqual([id])
    expect(
      ids(await stripe.invoices.search({ query: `subscription:'${id}' total>=4900` })),
    ).toEqual([latest_invoice])
    expect(ids(await stripe.invoices.search({ query: 'total>4900' }))).toEqual([])
    expect(
      ids(await stripe.paymentIntents.search({ query: `customer:"${customer.id}" amount:4900` })),
    ).toEqual([charge?.payment_intent])
    expect(
      ids(
        await stripe.charges.search({
          query: 'payment_method_details.card.last4:4242 refunded:"false"',
        }),
      ),
    ).toEqual([charge?.id])
    expect(ids(await stripe.charges.search({ query: 'refunded:null' }))).toEqual([])
    expect(ids(await stripe.prices.search({ query: 'type:"recurring" active:"true"' }))).toEqual([
      price.id,
    ])
    expect(ids(await stripe.products.search({ query: 'active:"true"' }))).toEqual([price.product])
  })
})

describe('the filters of a list', () => {
  it('select subscriptions by their periods', async () => {
    const { stripe } = stripeInProcess()
    const price = await monthlyPrice(stripe)
    const customer = await payingCustomer(stripe)
    const { items } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    })
    const { current_period_start: start = 0, current_period_end: end = 0 } = items.data[0] ?? {}
    const count = async (filter: object) => (await stripe.subscriptions.list(filter)).data.length

    expect(await count({ current_period_end: end })).toBe(1)
    expect(await count({ current_period_end: { lt: end } })).toBe(0)
    expect(await count({ current_period_start: { gte: start, lte: start } })).toBe(1)
    expect(await count({ current_period_start: { gt: start } })).toBe(0)
    expect(await count({ automatic_tax: { enabled: false } })).toBe(1)
    expect(await count({ automatic_tax: { enabled: true } })).toBe(0)
    await expect(count({ collection_method: 'other' })).rejects.toMatchObject({
      param: 'collection_method',
    })
  })

  it('select invoices by their due date', async () => {
    const { stripe } = stripeInProcess()
    const customer = await payingCustomer(stripe)
    const sent = await stripe.invoices.create({
      customer: customer.id,
      collection_method: 'send_invoice',
      days_until_due: 10,
    })
    await stripe.invoices.create({ customer: customer.id })
    const ids = async (due_date: number | object) =>
      (await stripe.invoices.list({ due_date })).data.map(({ id }) => id)

    expect(await ids(Number(sent.due_date))).toEqual([sent.id])
    expect(await ids({ lt: Number(sent.due_date) })).toEqual([])
  })

  it('select schedules by what became of them', async () => {
    const { stripe, engine } = stripeInProcess()
    const price = await monthlyPrice(stripe)
    const customer = await payingCustomer(stripe)
    const at = Math.floor(engine.clock.now().getTime() / 1000)
    const schedule = () =>
      stripe.subscriptionSchedules.create({
        customer: customer.id,
        start_date: at + 86_400,
        phases: [{ items: [{ price: price.id }] }],
      })
    const [waiting, canceled, released] = [await schedule(), await schedule(), await schedule()]
    await stripe.subscriptionSchedules.cancel(canceled.id)
    await stripe.subscriptionSchedules.release(released.id)
    const ids = async (filter: object) =>
      (await stripe.subscriptionSchedules.list(filter)).data.map(({ id }) => id)

    expect(await ids({ scheduled: true })).toEqual([waiting.id])
    expect(await ids({ canceled_at: { gte: at } })).toEqual([canceled.id])
    expect(await ids({ released_at: at })).toEqual([released.id])
    expect(await ids({ completed_at: { gt: 0 } })).toEqual([])
  })

  it('select products and payment methods', async () => {
    const { stripe } = stripeInProcess()
    const shipped = await stripe.products.create({ name: 'Book', shippable: true })
    await stripe.products.create({ name: 'E-book', shippable: false })
    const customer = await payingCustomer(stripe)

    const products = await stripe.products.list({ shippable: true })
    const methods = async (allow_redisplay: 'always' | 'unspecified') =>
      (await stripe.paymentMethods.list({ customer: customer.id, allow_redisplay })).data.length

    expect(products.data.map(({ id }) => id)).toEqual([shipped.id])
    expect(await methods('always')).toBe(0)
    expect(await methods('unspecified')).toBe(1)
  })
})
