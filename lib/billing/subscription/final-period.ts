/** Whether it ends with the period that is paid for, or before. An end far ahead may be months away. */
export const hasFinalPeriod = ({
  cancelAt,
  currentPeriodEnd,
}: {
  cancelAt: Date | null
  currentPeriodEnd: Date
}): boolean => cancelAt !== null && cancelAt <= currentPeriodEnd
