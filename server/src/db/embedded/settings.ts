import { type Address, socketPort } from './address.ts'

/** Sized for a payment server that shares one small machine with its database. */
const sizes = {
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
}

/** An acknowledged payment is on disk. */
const durability = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
}

/**
 * A log a week long, one file a day. Card data must never reach it, so it has no statements, no
 * parameters, and no errors of statements either, whose text may quote a value: those go to the
 * caller alone (PostgreSQL ranks `log` above `error`).
 */
const logging = {
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

/**
 * The settings of our PostgreSQL. They go on its command line: nothing of ours is then written into
 * files that its user owns, and every start has the settings of the code that starts it.
 *
 * @param extra on top of ours, by name
 */
export function postgresSettings(
  address: Address,
  extra: Record<string, string> = {},
): Record<string, string> {
  return { ...sizes, ...durability, ...logging, timezone: 'UTC', ...listening(address), ...extra }
}

function listening(address: Address): Record<string, string> {
  return 'port' in address
    ? {
        listen_addresses: '127.0.0.1',
        port: String(address.port),
        unix_socket_directories: '',
      }
    : {
        listen_addresses: '',
        port: String(socketPort),
        unix_socket_directories: address.socketFolder,
        unix_socket_permissions: '0700',
      }
}
