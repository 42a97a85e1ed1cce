// podpromo serve and podpromo upload as a person runs them, for the chaos test.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const kFolders = ['UPLOAD', 'OUTPUT', 'LOGS', 'TRANSCRIPTS', 'CLIPS']

export class Server {
  constructor(program, folder, settings = {}) {
    Object.assign(this, { program, folder, settings, port: 0 })
  }

  get uploads() {
    return path.join(this.folder, 'upload')
  }

  // Always on the port it had first. A child that its killed forerunner had just begun may hold the folders for a moment.
  async start() {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#begin()
      } catch (error) {
        if (tries === 10) throw error
        await sleep(300)
      }
    }
  }

  async #begin() {
    const env = { ...process.env, ...this.settings }
    for (const name of kFolders) env[`${name}_DIR`] = path.join(this.folder, name.toLowerCase())
    const child = spawn(this.program, ['serve', '--host', '127.0.0.1', '--port', String(this.port), '--model', 'tiny.en'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    this.child = child
    let said = ''
    const where = new Promise((resolve) => {
      child.on('exit', () => resolve(undefined))
      // Read to the end of its life: it must not be stopped by a full pipe.
      child.stderr.on('data', (piece) => {
        said += piece
        const address = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said)
        if (address) resolve(Number(address[1]))
      })
    })
    const port = await where
    if (!port) throw new Error(`the server did not start: ${said}`)
    this.port = port
  }

  // As a power cut for the process: nothing gets to say goodbye.
  async kill() {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = once(this.child, 'exit')
    process.kill(-this.child.pid, 'SIGKILL')
    await gone
  }

  async json(at) {
    const response = await fetch(`http://127.0.0.1:${this.port}${at}`)
    return response.json()
  }
}

// Runs podpromo upload; with `killAfter`, for so many milliseconds at most.
export async function sendByCommand(program, { server, file, transcript, cache, killAfter }) {
  const child = spawn(program, ['upload', '--server', server, '--json', '--transcript', transcript, file], {
    env: { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  let output = ''
  let errors = ''
  child.stdout.on('data', (data) => (output += data))
  child.stderr.on('data', (data) => (errors += data))
  const [code] = await once(child, 'close')
  clearTimeout(timer)
  if (code === null) return undefined
  if (code !== 0) throw new Error(`podpromo upload ended with ${code}: ${errors}`)
  return JSON.parse(output).uploads[0]
}

// Bytes that lie in the folder of what arrives, but for records.
export function leftovers(server) {
  const room = path.join(server.uploads, '.incoming')
  return fs
    .readdirSync(room)
    .filter((name) => !name.endsWith('.json'))
    .map((name) => ({ name, bytes: fs.statSync(path.join(room, name)).size }))
}
