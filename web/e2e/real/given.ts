// What the tests before a real server are given by scripts/check-page, and how they begin.
import { test as base, type Page } from '@playwright/test'
import { OwnServer } from './own-server'

export const episode = process.env.PODPROMO_EPISODE ?? ''
export const patience = Number(process.env.PODPROMO_PATIENCE_S ?? 1800) * 1000

// Each test has a server of its own, and the page is open before it.
export const test = base.extend<{ server: OwnServer }>({
  server: [
    async ({ page }, use, info) => {
      info.skip(!episode.endsWith('.wav') || !process.env.PODPROMO, 'needs PODPROMO and a PODPROMO_EPISODE that is a WAV file')
      const server = new OwnServer()
      await server.start()
      await page.goto(server.address)
      await use(server)
      await server.end()
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'

export async function choose(page: Page, ...paths: string[]): Promise<void> {
  await page.getByTestId('file-picker').first().setInputFiles(paths)
}
