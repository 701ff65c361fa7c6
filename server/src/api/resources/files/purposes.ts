import type { FileType } from './file-type.ts'

const kib = 1_024
const mib = 1_024 * kib
const documents = ['pdf', 'jpg', 'png'] as const
const pictures = ['jpg', 'png', 'gif'] as const

/** What a file may be for, and what it may then be. */
interface Purpose {
  readonly types: readonly FileType[]
  readonly maxBytes: number
}

/**
 * Stripe's purposes that have a meaning here, with its limits.
 * @see https://docs.stripe.com/file-upload
 */
export const purposes = {
  account_requirement: { types: documents, maxBytes: 16 * mib },
  additional_verification: { types: documents, maxBytes: 16 * mib },
  business_icon: { types: pictures, maxBytes: 512 * kib },
  business_logo: { types: pictures, maxBytes: 512 * kib },
  customer_signature: { types: ['jpg', 'png'], maxBytes: 4 * mib },
  dispute_evidence: { types: documents, maxBytes: 5 * mib },
  identity_document: { types: documents, maxBytes: 16 * mib },
  pci_document: { types: ['pdf'], maxBytes: 16 * mib },
  tax_document_user_upload: {
    types: [...documents, 'csv', 'docx', 'xlsx'],
    maxBytes: 16 * mib,
  },
} as const satisfies Readonly<Record<string, Purpose>>

export type PurposeName = keyof typeof purposes
export const purposeNames = Object.keys(purposes) as PurposeName[]

/** What no file may be larger than, whatever it is for. */
export const largestFile = Math.max(...Object.values(purposes).map(({ maxBytes }) => maxBytes))

/** A size as people read it. */
export function readable(bytes: number): string {
  return bytes < mib ? `${bytes / kib} KB` : `${bytes / mib} MB`
}
