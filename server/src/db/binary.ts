import type { Shape } from './shapes.ts'

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
  bytes = Buffer.allocUnsafeSlow(64 * 1024)
  view = new DataView(this.bytes.buffer)
  length = 0

  room(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + more))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
    this.view = new DataView(grown.buffer)
  }

  int4(value: number): void {
    this.room(4)
    this.view.setInt32(this.length, value)
    this.length += 4
  }

  int8(value: bigint): void {
    this.room(8)
    this.view.setBigInt64(this.length, value)
    this.length += 8
  }

  byte(value: number): void {
    this.room(1)
    this.view.setUint8(this.length, value)
    this.length += 1
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
    this.view.setInt32(start - 4, this.length - start)
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
  [type.timestamptz](writer, value: Date) {
    const micros = value.getTime() * 1_000 - epoch
    const high = Math.floor(micros / 2 ** 32)
    writer.int4(high)
    writer.int4(micros - high * 2 ** 32)
  },
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

/** A column and how to write it. */
interface Field {
  readonly name: string
  readonly oid: number
  readonly put: Put
}

const known = new WeakMap<Shape, readonly Field[]>()

function fieldsOf(shape: Shape): readonly Field[] {
  const found = known.get(shape)
  if (found !== undefined) return found
  const fields = shape.columns.map(({ name, oid, base }) => {
    const put = puts[base]
    if (put === undefined) throw new Error(`Column ${name} has a type that cannot be written yet.`)
    return { name, oid, put }
  })
  known.set(shape, fields)
  return fields
}

/** Used by one call at a time, and kept for the next unless a file made it grow. */
let writer = new Writer()
const mostKept = 1_048_576

/** Rows of one table as a binary value of the array of its row type. A column a row lacks is null. */
export function encodeRows(shape: Shape, rows: readonly object[]): Buffer {
  const fields = fieldsOf(shape)
  if (writer.bytes.length > mostKept) writer = new Writer()
  writer.length = 0
  putArray(writer, shape.oid, rows, (_, row) => {
    writer.int4(fields.length)
    for (const field of fields) putField(field, row as Readonly<Record<string, unknown>>)
  })
  return Buffer.from(writer.bytes.subarray(0, writer.length))
}

function putField({ name, oid, put }: Field, row: Readonly<Record<string, unknown>>): void {
  const value = row[name] ?? null
  writer.int4(oid)
  if (value === null) {
    writer.int4(-1)
    return
  }
  const start = writer.open()
  put(writer, value as never)
  writer.close(start)
}
