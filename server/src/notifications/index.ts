export { notificationJobs } from './jobs.ts'
export type { NotificationParts } from './parts.ts'
export { type Received, receiveNotification } from './receive.ts'
