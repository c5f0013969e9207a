/** Qualifiers that are one and the same version. */
export interface SameVersion {
  readonly version: string
  readonly names: readonly string[]
}

/** Those of several names that share a version, version by version; a version of one name alone is left out. */
export function sameVersions(
  settings: readonly { readonly name: string; readonly version: string | undefined }[],
): readonly SameVersion[] {
  const versions = [...new Set(settings.flatMap(({ version }) => version ?? []))]
  return versions
    .map((version) => ({
      version,
      names: settings.filter((setting) => setting.version === version).map(({ name }) => name),
    }))
    .filter(({ names }) => names.length > 1)
}
