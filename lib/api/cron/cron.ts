import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '@/lib/errors'

/**
 * Lets only the scheduler in. Compared as hashes: equal in length, so that the comparison takes as
 * long whatever was sent. Without a secret nobody gets in.
 */
export function requireCron(request: Request, secret: string | undefined): void {
  const given = request.headers.get('authorization') ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (secret && timingSafeEqual(digest(given), digest(`Bearer ${secret}`))) return
  throw new AppError('unauthenticated', 'Send the CRON_SECRET as a Bearer token.')
}
