import type { Column, Shape } from './shapes.ts'

/*
 * PostgreSQL's binary format of an array of rows: what its `array_send` and `record_send` write. Values arrive
 * as they are stored, with nothing to parse.
 * https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/arrayfuncs.c (array_recv)
 * https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/rowtypes.c (record_recv)
 */

const type = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int4: 23,
  text: 25,
  json: 114,
  textArray: 1009,
  int8Array: 1016,
  timestamptz: 1184,
  jsonb: 3802,
} as const

/** Writes one kind of value at the writer's place. */
type Put = (writer: Writer, value: never) => void

/** Bytes that grow. Numbers are big-endian, as the protocol has them. */
class Writer {
  bytes = Buffer.allocUnsafe(4_096)
  length = 0

  room(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
  }

  int4(value: number): void {
    this.room(4)
    this.length = this.bytes.writeInt32BE(value, this.length)
  }

  int8(value: bigint): void {
    this.room(8)
    this.length = this.bytes.writeBigInt64BE(value, this.length)
  }

  byte(value: number): void {
    this.room(1)
    this.length = this.bytes.writeUInt8(value, this.length)
  }

  text(value: string): void {
    this.room(value.length * 3)
    this.length += this.bytes.write(value, this.length)
  }

  raw(value: Uint8Array): void {
    this.room(value.length)
    this.bytes.set(value, this.length)
    this.length += value.length
  }

  /** Leaves room for the length of what is written next. @returns what `close` takes once it is written */
  open(): number {
    this.int4(0)
    return this.length
  }

  close(start: number): void {
    this.bytes.writeInt32BE(this.length - start, start - 4)
  }
}

/** Where PostgreSQL counts time from: the start of 2000, in microseconds of 1970. */
const epoch = 946_684_800_000_000

const puts: Readonly<Record<number, Put>> = {
  [type.bool]: (writer, value: boolean) => writer.byte(value ? 1 : 0),
  [type.bytea]: (writer, value: Uint8Array) => writer.raw(value),
  [type.int8]: putInt8,
  [type.int4]: (writer, value: number) => writer.int4(value),
  [type.text]: putText,
  [type.json]: (writer, value: unknown) => writer.text(JSON.stringify(value)),
  [type.jsonb](writer, value: unknown) {
    writer.byte(1)
    writer.text(JSON.stringify(value))
  },
  [type.timestamptz]: (writer, value: Date) => writer.int8(BigInt(value.getTime() * 1_000 - epoch)),
  [type.textArray]: (writer, values: readonly string[]) =>
    putArray(writer, type.text, values, putText),
  [type.int8Array]: (writer, values: readonly bigint[]) =>
    putArray(writer, type.int8, values, putInt8),
}

function putText(writer: Writer, value: string): void {
  writer.text(value)
}

function putInt8(writer: Writer, value: bigint): void {
  writer.int8(value)
}

function putArray<T>(
  writer: Writer,
  oid: number,
  values: readonly T[],
  put: (writer: Writer, value: T) => void,
): void {
  writer.int4(values.length === 0 ? 0 : 1)
  writer.int4(0)
  writer.int4(oid)
  if (values.length === 0) return
  writer.int4(values.length)
  writer.int4(1)
  for (const value of values) {
    const start = writer.open()
    put(writer, value)
    writer.close(start)
  }
}

/** Rows of one table as a binary value of the array of its row type. A column a row lacks is null. */
export function encodeRows(shape: Shape, rows: readonly object[]): Buffer {
  const writer = new Writer()
  putArray(writer, shape.oid, rows, (_, row) => {
    writer.int4(shape.columns.length)
    for (const column of shape.columns) putColumn(writer, column, row)
  })
  return writer.bytes.subarray(0, writer.length)
}

function putColumn(writer: Writer, { name, oid, base }: Column, row: object): void {
  const value = (row as Readonly<Record<string, unknown>>)[name] ?? null
  writer.int4(oid)
  if (value === null) {
    writer.int4(-1)
    return
  }
  const put = puts[base]
  if (put === undefined) throw new Error(`Column ${name} has a type that cannot be written yet.`)
  const start = writer.open()
  put(writer, value as never)
  writer.close(start)
}
