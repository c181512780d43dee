import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../fixtures/free-port.ts'
import { testServer } from '../fixtures/lane.ts'
import { repositoryRoot } from '../fixtures/repository.ts'

const root = process.env.RAPPORT_CI_POSTGRES || '/opt/rapport-ci-postgres-17'

/** Whether this machine can run a server of a test's own: in the native lane, where .ci/postgres has installed one. */
export const canRunCluster =
  testServer !== undefined && process.getuid?.() === 0 && existsSync(join(root, '.installed'))

/** A PostgreSQL server of a test's own, which may crash without harm to others. */
export interface PrivateCluster {
  url: string
  /** stops it as a crash does: no checkpoint, every connection cut */
  crash(): Promise<void>
  /** starts it again; returns once it has recovered */
  start(): Promise<void>
  drop(): Promise<void>
}

/** Starts one by .ci/postgres, on a free port. */
export async function startPrivateCluster(): Promise<PrivateCluster> {
  const port = String(await freePort())
  const run = async (command: string): Promise<string> => {
    const child = Bun.spawn([join(repositoryRoot, '.ci/postgres'), command], {
      env: { ...process.env, RAPPORT_CI_POSTGRES_PORT: port, RAPPORT_CI_POSTGRES_CLUSTER: `rapport-test-${port}` },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [out, err, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ])
    if (code !== 0) throw new Error(`.ci/postgres ${command} failed with ${code}: ${err}`)
    return out.trim()
  }
  const again = (command: string) => async () => void (await run(command))
  return { url: await run('start'), crash: again('crash'), start: again('start'), drop: again('drop') }
}
