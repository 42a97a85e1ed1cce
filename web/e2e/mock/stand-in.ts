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
}

export interface StandIn {
  fill: (episodes: 'demo' | 'none') => Promise<void>
  misbehave: (rule: Rule) => Promise<void>
  behave: () => Promise<void>
  log: () => Promise<{ method: string; path: string; at: number }[]>
}

// Each test has the server to itself and fails on any complaint of the browser that it did not ask for.
export const test = base.extend<{ server: StandIn; complaints: string[] }>({
  server: [
    async ({ request }, use) => {
      const post = (path: string, data: unknown) => request.post(`/__mock/${path}`, { data })
      const server: StandIn = {
        fill: async (episodes) => void (await post('reset', { episodes })),
        misbehave: async (rule) => void (await post('rule', rule)),
        behave: async () => void (await post('behave', {})),
        log: async () => (await request.get('/__mock/log')).json() as ReturnType<StandIn['log']>,
      }
      await server.fill('none')
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

export async function upload(page: Page, name: string, bytes = 200_000): Promise<void> {
  await page.getByTestId('file-picker').first().setInputFiles({ name, mimeType: 'audio/wav', buffer: Buffer.alloc(bytes, 1) })
}
