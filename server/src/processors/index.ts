export type * from './adapter.ts'
export { disputeStatuses } from './adapter.ts'
export { adapterFor, processorNames } from './registry.ts'
export type { CircuitState } from './runner/circuit.ts'
export {
  type AccountHealth,
  createRunner,
  type ExchangeLog,
  type Runner,
  type RunnerOptions,
} from './runner/runner.ts'
export type { RunnerAccount, Transport } from './runner/transport.ts'
export {
  type BookEntry,
  type Control,
  type Controls,
  type Delivery,
  type Endpoint,
  type FaultRuleInput,
  type RunningSimulators,
  type SimulatorOptions,
  simulators,
  startSimulators,
} from './simulators/index.ts'
