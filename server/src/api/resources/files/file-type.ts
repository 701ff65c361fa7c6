import { isUtf8 } from 'node:buffer'

/** What a file is, by Stripe's word for it, and what it is served as. */
export const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
  png: 'image/png',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type FileType = keyof typeof mediaTypes

/** How files of a type begin (hexadecimal). */
const beginnings: readonly (readonly [string, FileType])[] = [
  ['255044462d', 'pdf'],
  ['89504e470d0a1a0a', 'png'],
  ['ffd8ff', 'jpg'],
  ['474946383761', 'gif'],
  ['474946383961', 'gif'],
]
const zip = '504b0304'

/**
 * What a file is, by its first bytes; its name decides only between types that look alike: office documents,
 * which are all zip archives, and tables in plain text. What a sender claims it to be is not asked.
 *
 * @returns undefined when it is none of the types we take
 */
export function fileTypeOf(bytes: Buffer, filename: string): FileType | undefined {
  const begins = (hex: string) => bytes.subarray(0, hex.length / 2).toString('hex') === hex
  const known = beginnings.find(([hex]) => begins(hex))
  if (known !== undefined) return known[1]
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase()
  if (begins(zip)) return extension === 'docx' || extension === 'xlsx' ? extension : undefined
  return extension === 'csv' && isText(bytes) ? 'csv' : undefined
}

/** Whether it is text people could have written: UTF-8 without control characters other than line ends and tabs. */
function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0d].includes(byte))
}
