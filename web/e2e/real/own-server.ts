import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A server of a test's own, to be killed and started again on the same data and the same port.
export class OwnServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'podpromo-own-'))
  address = ''
  private child: ChildProcess | null = null

  constructor(private readonly moreFlags: readonly string[] = []) {}

  async start(): Promise<void> {
    if (this.address === '') this.address = `http://127.0.0.1:${await freePort()}`
    const port = new URL(this.address).port
    const flags = ['serve', '--host', '127.0.0.1', '--port', port, `--model=${process.env.PODPROMO_MODEL ?? 'tiny.en'}`, ...this.moreFlags]
    this.child = spawn(process.env.PODPROMO ?? '', flags, { cwd: this.folder, stdio: 'ignore', env: bareEnvironment() })
    await this.answers()
  }

  async kill(): Promise<void> {
    const { child } = this
    this.child = null
    if (child?.exitCode !== null) return
    const gone = new Promise((done) => child.once('exit', done))
    child.kill('SIGKILL')
    await gone
  }

  async end(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  // The episode with silence after it, so that its upload takes a while; a minute has some 2 MB.
  longer(episode: string, minutes: number): string {
    const wav = readFileSync(episode)
    const data = wav.indexOf('data')
    const bytesPerSecond = wav.readUInt32LE(28)
    const silence = Buffer.alloc(Math.round(bytesPerSecond * 60 * minutes))
    wav.writeUInt32LE(wav.length + silence.length - 8, 4)
    wav.writeUInt32LE(wav.length - data - 8 + silence.length, data + 4)
    const path = join(this.folder, 'Interview.wav')
    writeFileSync(path, Buffer.concat([wav, silence]))
    return path
  }

  private async answers(): Promise<void> {
    for (let tries = 0; tries < 300; tries += 1) {
      const answer = await fetch(`${this.address}/health`).catch(() => null)
      if (answer?.ok) return
      await new Promise((done) => setTimeout(done, 100))
    }
    throw new Error('The server did not start.')
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}

// Settings of whoever runs the test don't reach in.
function bareEnvironment(): NodeJS.ProcessEnv {
  const settings = ['UPLOAD_DIR', 'OUTPUT_DIR', 'LOGS_DIR', 'TRANSCRIPTS_DIR', 'CLIPS_DIR', 'PODPROMO_TOKEN', 'PODPROMO_SPEECH_URL']
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.includes(name)))
}
