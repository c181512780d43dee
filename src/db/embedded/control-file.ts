/** PostgreSQL's global/pg_control, as PostgreSQL 18 lays it out (src/include/catalog/pg_control.h), little-endian. */
const CONTROL_VERSION = 1800
const CRC_OFFSET = 292
const WAL_SEGMENT_BYTES = 16n * 1024n * 1024n

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})

/** CRC-32C (Castagnoli), the checksum PostgreSQL protects its control file with. */
export const crc32c = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0)
  return ~crc >>> 0
}

/**
 * Checks a control file and returns the name of the write-ahead log segment that recovery would start from.
 * @returns `{ problem }` in words when PostgreSQL would refuse or misread the file
 */
export function readControlFile(bytes: Buffer): { walSegment: string } | { problem: string } {
  if (bytes.length < CRC_OFFSET + 4) return { problem: `its control file is cut short (${bytes.length} bytes)` }
  const version = bytes.readUInt32LE(8)
  if (version !== CONTROL_VERSION || crc32c(bytes.subarray(0, CRC_OFFSET)) !== bytes.readUInt32LE(CRC_OFFSET))
    return { problem: 'its control file is damaged (wrong checksum)' }
  const segment = bytes.readBigUInt64LE(40) / WAL_SEGMENT_BYTES
  const timeline = BigInt(bytes.readUInt32LE(48))
  const perLogFile = 0x100000000n / WAL_SEGMENT_BYTES
  return { walSegment: [timeline, segment / perLogFile, segment % perLogFile].map(hex8).join('') }
}

const hex8 = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, '0')
