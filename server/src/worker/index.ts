export { type JobParts, jobContext, tenantOfRow } from './job-context.ts'
export { type Job, startWorker, type Worker, type WorkerParts } from './worker.ts'
