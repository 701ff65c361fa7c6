import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type NotificationParts, receiveNotification } from '../../notifications/index.ts'
import type { Api } from '../api.ts'
import { noSuch, refuse } from '../refusals.ts'
import { safeError } from '../request-log.ts'
import { jobParts } from './job-parts.ts'

/**
 * Where processors tell us things: `POST /v1/notifications/:processor_account`. A signature stands for the
 * key, and it is over the bytes as they came, so nothing reads them before it was checked.
 */
export function takeNotifications(server: FastifyInstance, api: Api): void {
  const parts: NotificationParts = {
    ...jobParts(api),
    parts: api.parts,
    failed: (error, notification) =>
      api.log.error({ err: safeError(error), notification }, 'a notification could not be settled'),
    refused: (reason, account) => api.log.warn({ reason, account }, 'a notification was refused'),
  }
  server.register((door, _options, done) => {
    door.removeAllContentTypeParsers()
    door.addContentTypeParser<string>('*', { parseAs: 'string' }, (_request, body, take) =>
      take(null, body),
    )
    door.post<{ Params: { processor_account: string } }>(
      '/v1/notifications/:processor_account',
      async (request, reply) => {
        const { processor_account: id } = request.params
        const received = await receiveNotification(parts, id, {
          headers: headersOf(request),
          body: (request.body as string | undefined) ?? '',
          receivedAt: api.clock.now(),
        })
        switch (received.outcome) {
          case 'unknown_account':
            throw noSuch('processor_account', id, 'processor_account')
          case 'refused':
            throw refuse('notification_unverified', 'The notification could not be verified.')
          case 'stored': {
            const { status, contentType, body } = received.reply
            return reply.code(status).header('content-type', contentType).send(body)
          }
        }
      },
    )
    done()
  })
}

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )
}
