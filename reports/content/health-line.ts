/** What the generator itself did: a label and what was measured. */
export interface HealthLine {
  readonly label: string
  readonly says: string
}
