export { type Job, startWorker, type Worker, type WorkerParts } from './worker.ts'
