import type { WireAnswer } from '../wire.ts'

/** A refusal in Adyen's words. @see https://docs.adyen.com/development-resources/error-codes */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly status: number
  readonly errorCode: string
  readonly errorType: 'validation' | 'security' | 'configuration' | 'internal'

  constructor(
    status: number,
    errorCode: string,
    errorType: ServiceError['errorType'],
    message: string,
  ) {
    super(message)
    this.status = status
    this.errorCode = errorCode
    this.errorType = errorType
  }
}

/** What is wrong with a request that could be read. */
export function invalid(errorCode: string, message: string): ServiceError {
  return new ServiceError(422, errorCode, 'validation', message)
}

export const invalidMerchantAccount = () =>
  new ServiceError(403, '901', 'security', 'Invalid Merchant Account')

/** An answer in JSON. */
export function json(status: number, value: unknown): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  }
}

/** The refusal as it goes over the wire. */
export function toAnswer({ status, errorCode, errorType, message }: ServiceError): WireAnswer {
  return json(status, { status, errorCode, message, errorType })
}
