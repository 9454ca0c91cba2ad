import { CopyButton } from '@/components/features/copy-button'
import { ButtonLink } from '@/components/ui/button'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { CatalogCards } from './catalog-cards'
import { CodeSamples } from './code-samples'
import { Flow } from './flow'
import { Headline } from './headline'
import { ProductPicture } from './product-picture'
import { HomeSection, Point } from './section'

const start = 'npm ci && npm run dev'

/** The home page of Tollgate itself, for developers who evaluate it. */
export const DevelopersHome = ({
  catalog,
  catalogs,
  isLocal,
}: {
  catalog: Catalog
  catalogs: readonly Catalog[]
  /** On the local stack there are demo accounts to sign in with. */
  isLocal: boolean
}) => (
  <>
    <section className="grid items-center gap-12 py-10 lg:grid-cols-[6fr_5fr] lg:py-16">
      <Headline tagline={catalog.brand.tagline} description={catalog.brand.description}>
        <div className="mt-8 flex flex-wrap gap-4">
          {isLocal ? (
            <ButtonLink href="/signin" variant="primary" size="large">
              Try a demo account
            </ButtonLink>
          ) : (
            <ButtonLink href="/plans" variant="primary" size="large">
              View the demo’s plans
            </ButtonLink>
          )}
          <ButtonLink href="/docs/api" size="large">
            API reference
          </ButtonLink>
        </div>
        <div className="mt-6 flex max-w-md flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-card py-2 pr-2 pl-4">
          <code className="font-mono text-sm">
            <span aria-hidden="true" className="select-none text-muted">
              ${' '}
            </span>
            {start}
          </code>
          <CopyButton text={start} />
        </div>
        <p className="mt-2 text-muted text-sm">
          Runs the whole product with a local Stripe, Cognito, and mailbox. No accounts or Docker
          needed.
        </p>
      </Headline>
      <ProductPicture />
    </section>

    <HomeSection
      id="flow"
      title="From a payment to a token, in seconds"
      intro="Stripe is the source of truth. A DynamoDB row holds the decision. The token carries it."
    >
      <Flow />
    </HomeSection>

    <HomeSection
      id="code"
      title="Check access anywhere"
      intro="Gate a page, an API route, or a component by feature, plan, permission, limit, or staff group. Every gate fails closed."
    >
      <CodeSamples />
    </HomeSection>

    <HomeSection id="edge-cases" title="Built for the edge cases">
      <dl className="grid gap-x-12 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
        <Point title="Duplicate, late, and missing events">
          The order of events doesn’t matter. If a webhook is missed, the next one, a job that runs
          every minute, or reconcile catches up.
        </Point>
        <Point title="Stale tokens">
          A user who bought a plan seconds ago is let in, and a user who lost access is refused,
          even while their token still says otherwise.
        </Point>
        <Point title="One trial per person">
          A second trial with the same card or email is canceled before it gives access.
        </Point>
        <Point title="Failed payments">
          The grace period starts on the right date, even for invoices due in 60 days, and ends to
          the second.
        </Point>
        <Point title="Plan changes">
          Users are charged what the preview shows. Add-ons, discounts, and tax rates stay on the
          subscription.
        </Point>
        <Point title="“Why did they lose access?”">
          Every decision comes with its reason in plain English and an audit entry that can’t be
          edited.
        </Point>
      </dl>
    </HomeSection>

    <HomeSection
      id="catalogs"
      title="Your product in one file"
      intro="Define plans, prices, features, limits, name, logo, and colors in a typed catalog. Start from one of five examples."
    >
      <CatalogCards catalogs={catalogs} shown={catalog.name} />
    </HomeSection>
  </>
)
