import { z } from 'zod'
import { wireAmount } from './amounts.ts'
import { additionalData } from './wire.ts'

/** One event of a standard webhook; `success` is text in the protocol. */
export const notificationItem = z.object({
  pspReference: z.string(),
  originalReference: z.string().optional(),
  merchantAccountCode: z.string(),
  merchantReference: z.string().default(''),
  amount: wireAmount,
  eventCode: z.string(),
  eventDate: z.string(),
  success: z.enum(['true', 'false']),
  reason: z.string().nullish(),
  additionalData,
})
export type NotificationItem = z.output<typeof notificationItem>
