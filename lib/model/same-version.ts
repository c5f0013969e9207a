/** Qualifiers that are one and the same version. */
export interface SameVersion {
  readonly version: string
  readonly names: readonly string[]
}

/** Those of several settings that share a version, version by version; a version of one alone is left out. */
export function sameVersions(
  settings: readonly { readonly setting: string; readonly version: string | undefined }[],
): readonly SameVersion[] {
  const versions = [...new Set(settings.flatMap(({ version }) => version ?? []))]
  return versions
    .map((version) => ({
      version,
      names: settings.filter((one) => one.version === version).map(({ setting }) => setting),
    }))
    .filter(({ names }) => names.length > 1)
}
