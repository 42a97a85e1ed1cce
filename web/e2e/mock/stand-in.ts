import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test as base, type Page } from '@playwright/test'

interface Rule {
  path: string
  method?: string
  status?: number
  times?: number
  drop?: boolean
  delayMs?: number
  reason?: string
  remedy?: string
  headers?: Record<string, string>
  cutAfter?: number
  bytesPerSecond?: number
  mute?: boolean
}

export interface StandIn {
  // Work on what is uploaded goes `pace` times as fast as usual.
  fill: (episodes: 'demo' | 'queue' | 'none', pace?: number) => Promise<void>
  misbehave: (rule: Rule) => Promise<void>
  // Forgets the rules; what one of them is just holding up goes on at once.
  behave: () => Promise<void>
  // Breaks every stream of events.
  cut: () => Promise<void>
  // Ends every connection, and comes back after `ms`.
  gone: (ms: number) => Promise<void>
  token: (token: string) => Promise<void>
  move: (id: string, stage: string, fraction: number) => Promise<void>
  log: (path?: string) => Promise<Asked[]>
}

export interface Asked {
  method: string
  path: string
  at: number
  lastEventId?: string
  status?: number // once it is answered
}

// Each test has the server to itself and fails on any complaint of the browser that it did not ask for.
export const test = base.extend<{ server: StandIn; complaints: string[] }, { address: string }>({
  // One server for each worker, on any free port.
  address: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the braces.
    async ({}, use) => {
      const child = spawn(process.execPath, ['mock-server.mjs', '0', 'dist'], { stdio: ['ignore', 'pipe', 'inherit'] })
      const [said] = (await once(createInterface(child.stdout), 'line')) as [string]
      await use(/http:\S+/.exec(said)?.[0] ?? '')
      child.kill()
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  baseURL: ({ address }, use) => use(address),
  server: [
    async ({ request }, use) => {
      const post = (path: string, data: unknown) => request.post(`/__mock/${path}`, { data })
      const server: StandIn = {
        fill: async (episodes, pace) => void (await post('reset', { episodes, pace })),
        misbehave: async (rule) => void (await post('rule', rule)),
        behave: async () => void (await post('behave', {})),
        cut: async () => void (await post('cut', {})),
        gone: async (ms) => void (await post('gone', { ms })),
        token: async (token) => void (await post('token', { token })),
        move: async (id, stage, fraction) => void (await post('move', { id, stage, fraction })),
        log: async (path = '') => {
          const all = (await (await request.get('/__mock/log')).json()) as Asked[]
          return all.filter((asked) => asked.path.includes(path))
        },
      }
      // The test before may have left it away.
      await expect(() => server.fill('none')).toPass()
      await use(server)
    },
    { auto: true },
  ],
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        // The browser itself reports every failed answer; those are what the tests are about.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text())
      })
      await use(complaints)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

// Where only the end of the work matters.
export const inAHurry = 6

// As through something that lets no stream pass, so that the page asks.
export async function withoutStreams(server: StandIn): Promise<void> {
  await server.misbehave({ path: '/events$', status: 404, times: 100_000 })
}

// Those of fileOnDisk(), which this worker removes when it ends.
const folders: string[] = []

// A file on disk keeps its date, so the page knows it again when it is chosen once more.
export function fileOnDisk(name: string, bytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'podpromo-e2e-'))
  folders.push(folder)
  const path = join(folder, name)
  writeFileSync(path, Buffer.alloc(bytes, 1))
  return path
}

export async function choose(page: Page, ...paths: string[]): Promise<void> {
  await page.getByTestId('file-picker').first().setInputFiles(paths)
}

export async function upload(page: Page, name: string, bytes = 200_000): Promise<void> {
  await page.getByTestId('file-picker').first().setInputFiles({ name, mimeType: 'audio/wav', buffer: Buffer.alloc(bytes, 1) })
}

// Gives a token, and waits until the server has said what it thinks of it.
export async function tryToken(page: Page, given: string): Promise<void> {
  await page.getByLabel('Access token').fill(given)
  const answered = page.waitForResponse('**/api/login')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await answered
}
