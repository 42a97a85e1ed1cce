// An episode that comes with its transcript, before a real server that is killed in between; and who says what in it.
//   PODPROMO=../build/release/podpromo PODPROMO_EPISODE=talk.wav npm run e2e:real
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { OwnServer } from './own-server'

const episode = process.env.PODPROMO_EPISODE ?? ''
const patience = Number(process.env.PODPROMO_PATIENCE_S ?? 1800) * 1000

test.skip(!episode.endsWith('.wav') || !process.env.PODPROMO, 'needs PODPROMO and a PODPROMO_EPISODE that is a WAV file')

let server: OwnServer

test.beforeEach(async () => {
  server = new OwnServer()
  await server.start()
})

test.afterEach(() => server.end())

async function choose(page: Page, ...paths: string[]): Promise<void> {
  await page.getByTestId('file-picker').first().setInputFiles(paths)
}

function fileOf(name: string, text: string): string {
  const path = join(server.folder, name)
  writeFileSync(path, text)
  return path
}

// What is said in the episode, as this server hears it; then nothing is here of it any more.
async function heardAsSrt(page: Page): Promise<string> {
  await page.goto(server.address)
  await choose(page, episode)
  await expect(page.getByTestId('clip-card').first()).toBeVisible({ timeout: patience })
  const id = page.url().split('/').at(-1) ?? ''
  const srt = await (await fetch(`${server.address}/api/transcript/${id}?format=srt`)).text()
  expect((await fetch(`${server.address}/api/episodes/${id}`, { method: 'DELETE' })).ok).toBe(true)
  return srt
}

test('a transcript outlives a server that is killed before its episode has arrived, and is used', async ({ page }) => {
  const words = (await heardAsSrt(page)).replace(/[.,?]/g, '').toLowerCase()
  await page.goto(server.address)
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 60_000 })
  await choose(page, episode, fileOf('What was said.srt', words))
  await expect(page.getByRole('status').filter({ hasText: 'With What was said.srt' })).toBeVisible()
  const bar = page.getByRole('progressbar')
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(10)
  await server.kill()
  await server.start()
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  await expect(page.getByTestId('clip-card').first()).toBeVisible({ timeout: patience })
  await page.getByRole('link', { name: 'Transcript' }).click()
  await expect(page.getByText('From What was said.srt, which came with the episode.')).toBeVisible()
  await expect(page.getByText('Punctuation and capitals were restored')).toBeVisible()

  await page.getByRole('button', { name: /^Who says / }).first().click()
  await page.getByRole('radio', { name: 'Somebody else' }).click()
  await page.getByLabel('Their name').fill('Cleo')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved. Your clips and captions say it too.')).toBeVisible({ timeout: patience })
  await expect(page.getByRole('button', { name: 'Rename Cleo' })).toBeVisible()
  await page.getByRole('button', { name: /^Correct / }).nth(1).click()
  const sentence = page.getByLabel('Correct this sentence')
  await sentence.fill(`Indeed, ${await sentence.inputValue()}`)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Indeed, /)).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Rename Cleo' })).toBeVisible()
  await page.getByRole('button', { name: /^Who says / }).first().click()
  await expect(page.getByRole('radio', { name: 'Cleo' })).toBeChecked()
})

test('a transcript that is none is refused before its episode is sent; another episode’s is told, and may be left out', async ({ page }) => {
  await page.goto(server.address)
  await choose(page, episode, fileOf('talk.srt', 'Dear diary, today I saw bees.'))
  const row = page.getByRole('alert')
  await expect(row).toContainText('The file is no transcript that PodPromo knows.')
  const another = Array.from({ length: 8 }, (_, at) => `${at + 1}\n00:00:0${at + 1},000 --> 00:00:0${at + 2},000\nThe harbour master counts nine grey ships tonight\n`)
  const chooser = page.waitForEvent('filechooser')
  await row.getByRole('button', { name: 'Choose another' }).click()
  await (await chooser).setFiles(fileOf('ships.srt', another.join('\n')))
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/, { timeout: 60_000 })
  await expect(page.getByText(/^The transcript is not of this episode/)).toBeVisible({ timeout: patience })
  await page.getByRole('button', { name: 'Listen instead' }).click()
  await expect(page.getByTestId('clip-card').first()).toBeVisible({ timeout: patience })
  await page.getByRole('link', { name: 'Transcript' }).click()
  await expect(page.getByText(/^Heard by whisper/)).toBeVisible()
})
