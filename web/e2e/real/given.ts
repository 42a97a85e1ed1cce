// What the tests before a real server are given by scripts/check-page, and how they begin.
import { test as base, type Page } from '@playwright/test'
import { OwnServer } from './own-server'
import { SlowListener } from './slow-listener'

export const episode = process.env.PODPROMO_EPISODE ?? ''
export const patience = Number(process.env.PODPROMO_PATIENCE_S ?? 1800) * 1000

// What is said, in essence, in the episode of scripts/check-page.
const said =
  'Why do people give up on a new habit after only three weeks? For years I thought the answer was discipline, and I was ' +
  'completely wrong. The secret is not to want it more. The secret is to make it smaller. I put my shoes next to the ' +
  'door, and I promised myself just two minutes.'

interface Given {
  // Whether somebody else hears than the model: `listener`, once the test lets it.
  slowly: boolean
  listener: SlowListener
  server: OwnServer
}

// Each test has a server of its own, and the page is open before it.
export const test = base.extend<Given>({
  slowly: [false, { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright wants the braces.
  listener: async ({}, use) => {
    const listener = new SlowListener(said)
    await listener.start()
    await use(listener)
    listener.end()
  },
  server: [
    async ({ page, slowly, listener }, use, info) => {
      info.skip(!episode.endsWith('.wav') || !process.env.PODPROMO, 'needs PODPROMO and a PODPROMO_EPISODE that is a WAV file')
      const server = new OwnServer(slowly ? [`--speech-url=${listener.address}`] : [])
      try {
        await server.start()
        await page.goto(server.address)
        await use(server)
      } finally {
        await server.end()
      }
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'

export async function choose(page: Page, ...paths: string[]): Promise<void> {
  await page.getByTestId('file-picker').first().setInputFiles(paths)
}
