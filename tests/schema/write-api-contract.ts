import { connect } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { installQueue } from '../../src/queue/install.ts'
import { contractOf, readContract, writeContract } from './api-contract.ts'
import { breaks, isSame } from './contract-compatibility.ts'

/**
 * `bun run contract`: writes api-contract.json from a fresh embedded database. What would break an edge of the version
 * before is refused; `--breaking` writes it all the same, for what no released version calls any more.
 */
async function main(args: string[]): Promise<number> {
  const database = await connect({ dataDir: 'memory://' })
  try {
    const sql = database.pool(null)
    await migrate(sql, { installQueue })
    const [before, now] = [await readContract(), await contractOf(sql)]
    if (isSame(before, now)) {
      console.log('tests/schema/api-contract.json is up to date')
      return 0
    }
    const broken = breaks(before, now)
    for (const problem of broken) console.error(problem)
    if (broken.length > 0 && !args.includes('--breaking')) {
      console.error(
        'Give the changed function a new name until the next release, or pass --breaking if no release calls it.',
      )
      return 1
    }
    await writeContract(now)
    console.log('tests/schema/api-contract.json written')
    return 0
  } finally {
    await database.close()
  }
}

process.exit(await main(process.argv.slice(2)))
