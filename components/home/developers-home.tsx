import { CopyButton } from '@/components/features/copy-button'
import { ButtonLink } from '@/components/ui/button'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { CodeSamples } from './code-samples'
import { Demos } from './demos'
import { Flow } from './flow'
import { Headline } from './headline'
import { HomeSection, Point } from './points'
import { ProductPicture } from './product-picture'

const start = 'npm ci && npm run dev'

/** The home page of Tollgate itself, for a team that evaluates it. */
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
          The whole product, with a Stripe, a Cognito and a mailbox of its own. No account, no
          Docker.
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
      title="Ask one question, anywhere"
      intro="A feature, a plan, a permission, a limit or a staff group. Each has one rule, and it fails closed."
    >
      <CodeSamples />
    </HomeSection>

    <HomeSection id="odd" title="Right where real life is odd">
      <dl className="grid gap-x-12 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
        <Point title="Events twice, late, or never">
          Nothing depends on their order. A missed webhook is repaired by the next one, by a job
          that runs every minute, or by reconcile.
        </Point>
        <Point title="Tokens that are too old">
          A user who bought seconds ago is never sent away, and one who lost access is refused even
          with a token that still names the group.
        </Point>
        <Point title="Trials, once a person">
          A second trial with the same card or mailbox is ended before it opens anything.
        </Point>
        <Point title="Failed payments">
          A grace period that starts at the right date, also for invoices that are due in 60 days,
          and ends on its second.
        </Point>
        <Point title="Changes of plan">
          The preview is what is charged. Add-ons, discounts and tax rates stay on the subscription.
        </Point>
        <Point title="“Why did they lose access?”">
          Each decision has a sentence that says why, and an entry that nobody can edit.
        </Point>
      </dl>
    </HomeSection>

    <HomeSection
      id="catalogs"
      title="One file is your product"
      intro="Plans, prices, features, limits, name, logo and colors stand in a typed catalog. Five come with it, and each runs its whole story."
    >
      <Demos catalogs={catalogs} shown={catalog.name} />
    </HomeSection>
  </>
)
