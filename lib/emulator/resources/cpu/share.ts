/** 1,769 MB is one vCPU (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html, 2026-11). */
const MB_PER_VCPU = 1_769

/** The vCPUs that Lambda gives to a memory setting. */
export function shareOf(memoryMb: number): number {
  return memoryMb / MB_PER_VCPU
}

/** As much of that as a machine with so many cores has. */
export function givenShareOf(memoryMb: number, cores: number): number {
  return Math.min(shareOf(memoryMb), cores)
}

/** Processor time per period, both in whole µs. */
export interface Quota {
  readonly quotaUs: number
  readonly periodUs: number
}

/** A share as the kernel takes it: per 20 ms as on Lambda, or per longer where its least quota is too much. */
export function quotaOf(share: number): Quota {
  const periodUs = Math.min(LONGEST_PERIOD_US, Math.max(PERIOD_US, Math.ceil(LEAST_QUOTA_US / share)))
  return { periodUs, quotaUs: Math.max(LEAST_QUOTA_US, Math.round(share * periodUs)) }
}

// Measured on Lambda: https://github.com/pwrdrvr/lambda-throttling (1.44 ms per 20 ms at 128 MB).
const PERIOD_US = 20_000
// min_cfs_quota_period and max_cfs_quota_period of the kernel (kernel/sched/core.c).
const LEAST_QUOTA_US = 1_000
const LONGEST_PERIOD_US = 1_000_000
