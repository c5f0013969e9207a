// What every client sends, so that they differ in how they do it alone.

/** 50 bytes. */
export const payload = JSON.stringify({ bench: 'x'.repeat(38) })

/** Credentials that the stub server does not check, but requests are signed with. */
export const dummyCredentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }

export const region = 'us-east-1'
