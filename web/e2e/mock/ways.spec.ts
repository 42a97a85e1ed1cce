import type { Page } from '@playwright/test'
import { expect, test } from './stand-in'

async function tabTo(page: Page, name: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.textContent.trim() ?? '')
  for (let step = 0; step < 40 && (await focused()) !== name; step += 1) await page.keyboard.press('Tab')
  expect(await focused()).toBe(name)
}

test.beforeEach(({ server }) => server.fill('demo'))

test('?episode= leads to the episode', async ({ page }) => {
  await page.goto('/?episode=demo-clips')
  await expect(page).toHaveURL(/\/e\/demo-clips$/)
  await expect(page.getByRole('heading', { name: 'The city that moved uphill' })).toBeVisible()
})

test('an unknown episode and an unknown page have a way forward', async ({ page }) => {
  await page.goto('/e/nope')
  await expect(page.getByRole('heading', { name: 'This episode is not here' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to your episodes' }).click()
  await expect(page.getByText('The city that moved uphill')).toBeVisible()
  await page.goto('/somewhere/else')
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
})

test('a returning visitor is offered the last episode', async ({ page }) => {
  await page.goto('/e/demo-clips')
  await expect(page.getByTestId('clip-card').first()).toBeVisible()
  await page.goto('/')
  const offer = page.getByRole('region', { name: 'Go on where you were' })
  await expect(offer).toContainText('The city that moved uphill is ready with 5 clips.')
  await offer.getByRole('link', { name: 'Go on' }).click()
  await expect(page).toHaveURL(/\/e\/demo-clips$/)
})

test('the back button goes from clip to episode to library', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('link', { name: /The city that moved uphill/ }).click()
  await page.getByRole('link', { name: 'Why do hives die in spring?', exact: true }).click()
  await expect(page).toHaveURL(/\/c\//)
  await page.goBack()
  await expect(page).toHaveURL(/\/e\/demo-clips$/)
  await page.goBack()
  await expect(page).toHaveURL(/\/$/)
})

test('a clip plays, and the word being said is marked', async ({ page }) => {
  await page.goto('/e/demo-clips')
  await page.getByRole('button', { name: 'Play Why do hives die in spring?' }).click()
  const video = page.locator('video')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(1)
  await expect(page.locator('[data-current="true"]')).toHaveCount(1)
  await page.getByRole('region', { name: 'Clip', exact: true }).getByRole('button', { name: 'Pause' }).click()
  expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true)
})

test('a video whose link has ended gets a fresh one', async ({ page, server }) => {
  await server.misbehave({ path: '/api/previews/get', status: 403, times: 1 })
  await page.route(/poster|\.jpg/, (route) => route.abort())
  await page.goto('/e/demo-clips')
  const video = page.locator('video')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState)).toBeGreaterThan(0)
})

test('the keyboard does it all', async ({ page }) => {
  await page.goto('/e/demo-clips')
  await expect(page.getByTestId('clip-card').first()).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: 'Why do hives die in spring?', exact: true })).toBeFocused()
  await page.keyboard.press(' ')
  const playing = () => page.locator('video').evaluate((element: HTMLVideoElement) => !element.paused)
  await expect.poll(playing).toBe(true)
  await page.keyboard.press(' ')
  await expect.poll(playing).toBe(false)
  const download = page.waitForEvent('download')
  await page.keyboard.press('d')
  expect((await download).suggestedFilename()).toBe('2.mp4')
  await page.keyboard.press('x')
  await expect(page.getByTestId('clip-card')).toHaveCount(4)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden()
})

test('from upload to download, nothing but the keyboard is needed', async ({ page, server }) => {
  await server.fill('none')
  const chooser = page.waitForEvent('filechooser')
  await page.goto('/')
  await tabTo(page, 'Choose a file')
  await page.keyboard.press('Enter')
  await (await chooser).setFiles({ name: 'bees.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(200_000, 1) })
  await expect(page).toHaveURL(/\/e\//)
  await expect(page.locator('main')).toBeFocused()
  await expect(page.getByTestId('clip-card')).toHaveCount(5)
  await tabTo(page, 'Why do hives die in spring?')
  await page.keyboard.press('Enter')
  await page.keyboard.press(' ')
  await expect.poll(() => page.locator('video').evaluate((element: HTMLVideoElement) => !element.paused)).toBe(true)
  const download = page.waitForEvent('download')
  await page.keyboard.press('d')
  expect((await download).suggestedFilename()).toBe('2.mp4')
})

test('the focus stays near when what had it goes away', async ({ page, server }) => {
  await page.goto('/e/demo-clips')
  const card = page.getByTestId('clip-card').nth(1)
  await card.getByRole('button', { name: 'Not this one' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'What my grandfather got wrong', exact: true })).toBeFocused()
  await page.getByRole('button', { name: 'Bring back' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Why do hives die in spring?', exact: true })).toBeFocused()
  await server.misbehave({ path: '/api/episodes/demo-clips/clips', status: 400, times: 1 })
  await page.reload()
  await page.getByRole('button', { name: 'Try again' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('clip-card').first()).toBeVisible()
  await expect(page.locator('main')).toBeFocused()
})

test('a title changed in place stays changed', async ({ page }) => {
  await page.goto('/e/demo-cover')
  await page.getByRole('button', { name: 'Rename this clip' }).click()
  await page.getByLabel('Title of this clip').fill('Who decides when to leave?')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Who decides when to leave?', exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('link', { name: 'Who decides when to leave?', exact: true })).toBeVisible()
})

test('the transcript shows where the clips are and can be downloaded', async ({ page }) => {
  await page.goto('/e/demo-clips/transcript')
  await expect(page.getByRole('link', { name: 'Clip 3' })).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'SRT' }).click()
  expect((await download).suggestedFilename()).toBe('demo-clips.srt')
})

test('deleting asks first', async ({ page }) => {
  await page.goto('/e/demo-none')
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page).toHaveURL(/demo-none/)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page).toHaveURL(/\/$/)
  await expect(page.getByText('The city that moved uphill')).toBeVisible()
  await expect(page.getByText('Small boats, episode 3')).toBeHidden()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('a clip is a screen of its own, and back leads to the list', async ({ page }) => {
    await page.goto('/e/demo-clips')
    await expect(page.locator('video')).toBeHidden()
    await page.getByRole('button', { name: 'Play What my grandfather got wrong' }).tap()
    await expect(page.locator('video')).toBeVisible()
    await expect(page.getByTestId('clip-card').first()).toBeHidden()
    await page.getByRole('button', { name: 'Next' }).tap()
    await expect(page.getByRole('heading', { name: 'Listen to a hive before you open it' })).toBeVisible()
    await page.goBack()
    await expect(page.getByTestId('clip-card').first()).toBeVisible()
  })
})
