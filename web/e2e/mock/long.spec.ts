import type { Page } from '@playwright/test'
import { expect, test } from './stand-in'

const said = 'So when does a hive decide to leave and who tells the others that it is time to go and look for themselves'.split(' ')

// What the server would say of an episode with this many words, ten in a sentence. Ten hours have about 90,000.
async function serveWords(page: Page, count: number): Promise<void> {
  const words = Array.from({ length: count }, (_, at) => ({ w: said[at % said.length], start: at * 0.4, end: at * 0.4 + 0.3, p: 1, speaker: Math.floor(at / 50) % 2 }))
  const sentences = Array.from({ length: count / 10 }, (_, at) => ({
    start: at * 4,
    end: at * 4 + 4,
    first_word: at * 10,
    last_word: at * 10 + 10,
    text: `${words.slice(at * 10, at * 10 + 10).map(({ w }) => w).join(' ')} ${at}.`,
  }))
  await page.route('**/api/transcript/demo-clips', async (route) => {
    const answer = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...answer, duration_s: count * 0.4, words, sentences } })
  })
  await page.goto('/e/demo-clips/transcript')
  // Nine thousand rows take a slow machine some time.
  await expect(page.getByText(`${count / 10 - 1}.`)).toBeAttached({ timeout: 90_000 })
}

// Presses a key so often, each time once the picture shows what the one before did. What that costs the page, in
// milliseconds of its own: processor time, so that whoever else is busy on this machine doesn't count.
async function costOf(page: Page, key: string, times: number): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN)
  }
  const before = await busy()
  for (let pressed = 0; pressed < times; pressed += 1) {
    await page.keyboard.press(key)
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))))
  }
  const cost = (await busy()) - before
  await session.detach()
  return cost
}

test.beforeEach(({ server }) => server.fill('demo'))

test('ten hours of words are walked through as quickly as ten minutes', async ({ page }) => {
  const costOfKeys = async (words: number) => {
    await serveWords(page, words)
    await page.getByRole('button', { name: /^Correct/ }).first().focus()
    const cost = await costOf(page, 'ArrowDown', 15)
    await expect(page.getByRole('button', { name: /^Correct/ }).nth(15)).toBeFocused()
    return cost
  }
  const short = await costOfKeys(1500)
  await page.unrouteAll()
  expect(await costOfKeys(90_000)).toBeLessThan(4 * short)
})

test('whoever marks words, by hand or with the search of the browser, goes on there with Tab', async ({ page }) => {
  await serveWords(page, 9000)
  const words = page.getByText(' 800.')
  await words.scrollIntoViewIfNeeded()
  const { x, y } = (await words.boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.move(x + 2, y + 10)
  await page.mouse.down()
  await page.mouse.move(x + 60, y + 10, { steps: 3 })
  await page.mouse.up()
  const button = page.getByRole('listitem').filter({ hasText: ' 800.' }).getByRole('button').first()
  await expect(button).toHaveAttribute('tabindex', '0')
  await page.keyboard.press('Tab')
  await expect(button).toBeFocused()
})
