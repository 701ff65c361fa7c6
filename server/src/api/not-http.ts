import { maxHeaderSize } from 'node:http'
import type { Socket } from 'node:net'
import { print } from './reply.ts'

const notHttp = {
  line: '400 Bad Request',
  message: 'Invalid request: it is not HTTP as this server understands it.',
}
const others: Readonly<Record<string, typeof notHttp>> = {
  HPE_HEADER_OVERFLOW: {
    line: '431 Request Header Fields Too Large',
    message: `Invalid request: its address and headers take over ${maxHeaderSize} bytes. Send parameters in a body.`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    line: '408 Request Timeout',
    message: 'Invalid request: it did not arrive in time.',
  },
}

/**
 * Answers what never became a request, on the bare connection, and ends it.
 * @param error what Node's HTTP server says of it
 */
export function refuseNonsense(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return
  const { line, message } = others[error.code ?? ''] ?? notHttp
  const body = print({ error: { message, type: 'invalid_request_error' } })
  socket.end(
    `HTTP/1.1 ${line}\r\nContent-Type: application/json; charset=utf-8\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
