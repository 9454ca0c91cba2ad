import { ChevronDown } from 'lucide-react'
import type { Question } from './faq-text'

/** Questions that open one by one, without JavaScript. */
export const PlanQuestions = ({ questions }: { questions: Question[] }) => (
  <div className="mt-6 divide-y divide-line border-line border-y">
    {questions.map(({ question, answer }) => (
      <details key={question} className="group">
        <summary className="flex min-h-14 cursor-pointer list-none items-center justify-between gap-4 py-3 font-semibold text-lg [&::-webkit-details-marker]:hidden">
          {question}
          <ChevronDown
            aria-hidden="true"
            className="size-5 flex-none text-muted transition-transform group-open:rotate-180"
          />
        </summary>
        <p className="max-w-prose pb-5 text-muted">{answer}</p>
      </details>
    ))}
  </div>
)
