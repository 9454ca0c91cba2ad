import { describe, expect, it } from 'vitest'
import { noFaults } from './faults'
import { mutants } from './mutants'
import { overdueScenario, undecidedScenario } from './scenario'
import { type Case, caseOf, simulate } from './simulate'

/** Found only if the same state occurs twice; an extra delivery, as after a fault, hides it. */
const undecided = { life: undecidedScenario(6), faults: noFaults }
/** Few scenarios are long enough to have two unpaid periods. */
const owing = { life: overdueScenario(2), faults: noFaults }

/**
 * Tests the simulator: how soon it catches wrong algorithms that other products use. Each is wrong
 * only in how it orders work; facts, decision and groups are the real ones.
 */
const wrong: [name: string, mutant: keyof typeof mutants, within: number, given?: Partial<Case>][] =
  [
    ['a row overwritten by whichever payload comes last', 'overwrite', 50],
    ['events skipped that are no newer than the last', 'createdGuard', 50],
    ['ids marked before the work is done', 'markFirst', 50],
    ['Stripe asked again, the answer written unconditionally', 'unconditionalRefetch', 5_000],
    ['groups moved without an intent', 'noIntents', 5_000],
    ['a save that changes nothing raises no version', 'noBump', 5_000, undecided],
    ['an event that repeats another raises no version', 'silentRepeats', 5_000, owing],
    ['a paid invoice passed over while another is owed', 'paidInvoicesIgnored', 50, owing],
    ['a customer unknown to the table is ignored', 'neverRestores', 50],
    ['the Date header believed without the time the call took', 'dateAlone', 5_000],
  ]

describe('the simulator catches', () => {
  it.each(wrong)(
    '%s',
    async (name, mutant, within, given) => {
      for (let seed = 1; seed <= within; seed++) {
        const tried = { ...caseOf(seed), ...given }
        const { failure } = await simulate(tried, { algorithm: mutants[mutant]() })
        if (failure) {
          console.info(`Caught at seed ${seed}: ${name}: ${failure.split('\n')[0]}`)
          return
        }
      }
      expect.fail(`${name} was not caught in ${within} seeds`)
    },
    60_000,
  )
})
