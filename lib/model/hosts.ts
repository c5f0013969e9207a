/**
 * Hosts are not all as fast, and an environment stays on its own. With fewer of them than this a slow host is easily
 * taken for a slow setting; docs/compare.md says how often ("How it is measured").
 */
export const fewestHosts = 5
