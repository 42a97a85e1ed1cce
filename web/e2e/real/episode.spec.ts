// Follows one real episode through a real server; scripts/check-page starts one and brings an episode.
//   PODPROMO_BASE_URL=http://127.0.0.1:8000 PODPROMO_EPISODE=talk.wav npm run e2e:real
// With PODPROMO_SCREENSHOTS=../docs/screenshots it takes the pictures of the documentation on the way.
import { basename } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { choose, episode, patience } from './given'

const folder = process.env.PODPROMO_SCREENSHOTS
const sizes = { wide: { width: 1240, height: 860 }, phone: { width: 390, height: 844 } }

async function takePictures(page: Page, name: string): Promise<void> {
  if (!folder) return
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme })
      await page.evaluate(() => document.fonts.ready)
      await page.waitForTimeout(250)
      await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` })
    }
  }
  await page.setViewportSize(sizes.wide)
  await page.emulateMedia({ colorScheme: 'light' })
}

test.skip(episode === '' || !process.env.PODPROMO_BASE_URL, 'needs PODPROMO_BASE_URL and PODPROMO_EPISODE')

test('an episode becomes clips that play and can be downloaded', async ({ page }) => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.text().includes('Content Security Policy') && complaints.push(message.text()))

  await page.goto('/')
  await choose(page, episode)
  await expect(page).toHaveURL(/\/e\//, { timeout: 120_000 })
  const address = page.url()
  const cards = page.getByTestId('clip-card')
  // On a fast machine the work may be over before anybody has looked.
  await expect(page.getByText('You can close this page; we go on').or(cards.first()).first()).toBeVisible()

  const lines = page.locator('section[aria-labelledby="heard"] li')
  await expect(cards.first().or(lines.nth(2)).first()).toBeVisible({ timeout: patience })
  if (folder) {
    // With the second stretch heard, the time left is known.
    await expect(page.getByText(/^\d.* left$/)).toBeVisible({ timeout: patience })
    await takePictures(page, 'working')
  }

  await expect(cards.first()).toBeVisible({ timeout: patience })
  const video = page.locator('video')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThan(1)
  await takePictures(page, 'clips')

  await page.keyboard.press(' ')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(1)
  await page.keyboard.press(' ')
  await expect(page.locator('[data-current="true"]')).toHaveCount(1)

  const download = page.waitForEvent('download')
  await page.keyboard.press('d')
  expect((await download).suggestedFilename()).toMatch(/\.mp4$/)
  expect(await (await download).failure()).toBeNull()

  await page.goto(`${new URL(address).pathname}/transcript`)
  await page.getByRole('button', { name: /^Correct / }).first().click()
  const sentence = page.getByLabel('Correct this sentence')
  const said = await sentence.inputValue()
  await sentence.fill(`Indeed, ${said}`)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/^Saved\./)).toBeVisible()
  await expect(page.getByText(`Indeed, ${said}`)).toBeVisible()
  await takePictures(page, 'transcript')
  await expect(page.getByText('Saved. Your clips and captions say it too.')).toBeVisible({ timeout: patience })
  const text = page.waitForEvent('download')
  await page.getByText('Download', { exact: true }).click()
  await page.getByRole('link', { name: 'WebVTT' }).click()
  expect((await text).suggestedFilename()).toMatch(/\.vtt$/)

  await page.goto(address)
  await expect(cards.first()).toBeVisible()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Episodes' }).first()).toBeAttached()
  await expect(page.locator(`a[href="${new URL(address).pathname}"]`).first()).toBeVisible()
  await page.getByRole('button', { name: 'Not now' }).click({ timeout: 2000 }).catch(() => undefined)
  await takePictures(page, 'library')
  expect(complaints, basename(episode)).toEqual([])
})
