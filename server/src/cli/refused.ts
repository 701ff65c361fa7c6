/** A command that cannot be carried out as it was given: its message is all a person needs to know. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused'
  readonly exitCode = 1
}

/** Something named by id that does not exist; says how to find those that do. */
export function notThere(what: string, id: string, list: string): CommandRefused {
  return new CommandRefused(`There is no ${what} '${id}'. To see which there are: ${list}`)
}
