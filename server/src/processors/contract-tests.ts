import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { authorizationPromises } from './contract-tests/authorization.ts'
import { type Bed, type ContractSetup, openBed } from './contract-tests/bed.ts'
import { changePromises } from './contract-tests/changes.ts'
import { faultPromises } from './contract-tests/faults.ts'
import { notificationPromises } from './contract-tests/notifications.ts'

/**
 * What every adapter promises, kept against its simulator over real HTTP. A promise is skipped only
 * where the adapter's capabilities say that the processor cannot do it.
 */
export function adapterContract(name: string, setup: ContractSetup): void {
  describe(`${name} keeps the adapter contract`, () => {
    let opened: Bed
    beforeAll(async () => {
      opened = await openBed(setup)
    })
    beforeEach(() => opened.reset())
    afterAll(() => opened.close())

    const bed = () => opened
    describe('authorization', () => authorizationPromises(setup, bed))
    describe('capture, release and refund', () => changePromises(setup, bed))
    describe('when things break', () => faultPromises(setup, bed))
    describe('notifications', () => notificationPromises(setup, bed))
  })
}
