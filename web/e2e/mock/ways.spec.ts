import type { Page } from '@playwright/test'
import { expect, inAHurry, test } from './stand-in'

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

test('a key is about the clip that has the focus', async ({ page }) => {
  await page.goto('/e/demo-clips')
  await page.getByRole('link', { name: 'What my grandfather got wrong', exact: true }).focus()
  const download = page.waitForEvent('download')
  await page.keyboard.press('d')
  expect((await download).suggestedFilename()).toBe('3.mp4')
  await page.keyboard.press(' ')
  await expect(page).toHaveURL(/demo-cli-3$/)
  await expect.poll(() => page.locator('video').evaluate((element: HTMLVideoElement) => !element.paused)).toBe(true)
  await page.keyboard.press('k')
  await expect(page.getByRole('link', { name: 'Why do hives die in spring?', exact: true })).toBeFocused()
  for (let left = 5; left > 0; left -= 1) {
    await expect(page.getByTestId('clip-card')).toHaveCount(left)
    await page.keyboard.press('x')
  }
  await expect(page.getByRole('button', { name: 'Bring back' }).first()).toBeVisible()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Bring back')
})

test('from upload to download, nothing but the keyboard is needed', async ({ page, server }) => {
  await server.fill('none', inAHurry)
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
  await expect(page.getByRole('button', { name: 'Rename this clip' })).toBeFocused()
  await page.reload()
  await expect(page.getByRole('link', { name: 'Who decides when to leave?', exact: true })).toBeVisible()
})

test('a suggested title can still be changed, and Escape leaves it all', async ({ page }) => {
  await page.goto('/e/demo-clips')
  await page.getByRole('button', { name: 'Rename this clip' }).click()
  await page.getByRole('button', { name: 'Suggest titles' }).click()
  await page.getByRole('button', { name: 'Nobody decides', exact: true }).first().click()
  const field = page.getByLabel('Title of this clip')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('Nobody decides')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await expect(field).toBeHidden()
  await expect(page.getByRole('button', { name: 'Rename this clip' })).toBeFocused()
})

test('the transcript shows where the clips are and can be downloaded', async ({ page }) => {
  await page.goto('/e/demo-clips/transcript')
  await expect(page.getByRole('link', { name: 'Clip 3' })).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByText('Download', { exact: true }).click()
  await page.getByRole('link', { name: 'SRT' }).click()
  expect((await download).suggestedFilename()).toBe('demo-clips.srt')
})

test('a sentence is corrected from the keyboard, and stays so', async ({ page, server }) => {
  await page.goto('/e/demo-clips/transcript')
  await page.getByRole('button', { name: 'Correct “So when does a hive decide …”' }).first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const field = page.getByLabel('Correct this sentence')
  await expect(field).toBeFocused()
  await field.fill('Nobody ever does. That is the part people never believe.')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Saved. Your clips and captions say it too.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Correct “Nobody ever does.' }).first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('Nobody ever does.').first()).toBeVisible()
  expect((await server.log('/api/transcript')).filter((asked) => asked.method === 'PUT')).toHaveLength(1)
})

test('a correction that comes too late can still be saved', async ({ page, server }) => {
  await page.goto('/e/demo-clips/transcript')
  await server.misbehave({ path: '/api/transcript', method: 'PUT', status: 412, times: 1 })
  await page.getByText('What do you do while it happens?').first().click()
  const field = page.getByLabel('Correct this sentence')
  await field.fill('What do you do meanwhile?')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Load the transcript' }).click()
  await expect(field).toHaveValue('What do you do meanwhile?')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('What do you do meanwhile?')).toBeVisible()
})

test('a speaker gets a name', async ({ page }) => {
  await page.goto('/e/demo-clips/transcript')
  await page.getByRole('button', { name: 'Rename Speaker 1' }).click()
  await page.getByLabel('Name of Speaker 1').fill('Anna')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Rename Anna' })).toBeFocused()
})

test('deleting asks first', async ({ page }) => {
  await page.goto('/e/demo-none')
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page).toHaveURL(/demo-none/)
  await expect(page.getByRole('button', { name: 'Delete' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Delete' })).toBeFocused()
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

  test('a clip opened far down begins at its top, its controls in sight, and back leads to where one was', async ({ page }) => {
    await page.goto('/e/demo-clips')
    const play = page.getByRole('button', { name: 'Play An opinion dies in about an hour' })
    await play.scrollIntoViewIfNeeded()
    const before = await page.evaluate(() => window.scrollY)
    await play.tap()
    await expect(page.getByRole('link', { name: 'All clips' })).toBeInViewport()
    await expect(page.getByRole('button', { name: 'Full screen' })).toBeInViewport({ ratio: 1 })
    await expect(page.locator('main')).toBeFocused()
    await page.goBack()
    await expect(play).toBeInViewport()
    expect(Math.abs((await page.evaluate(() => window.scrollY)) - before)).toBeLessThan(40)
  })
})

test.describe('two hundred episodes', () => {
  test.beforeEach(async ({ page }) => {
    await page.route('**/api/episodes', async (route) => {
      const answer = (await (await route.fetch()).json()) as { episodes: { id: string; title: string }[] }
      const [, one] = answer.episodes
      const episodes = Array.from({ length: 200 }, (_, at) => ({ ...one, id: at === 90 ? 'demo-clips' : `many-${at}`, title: `Talk ${at + 1}` }))
      await route.fulfill({ json: { ...answer, episodes } })
    })
    await page.goto('/')
  })

  test('are shown part by part, and whoever asks for more goes on with the first of them', async ({ page }) => {
    const rows = page.locator('[data-episode-row]')
    await expect(rows).toHaveCount(60)
    await page.getByRole('button', { name: 'Show older episodes' }).focus()
    await page.keyboard.press('Enter')
    await expect(rows).toHaveCount(120)
    await expect(page.getByRole('link', { name: 'Talk 61 ' })).toBeFocused()
  })

  test('are left and come back to at the same place', async ({ page }) => {
    await page.getByRole('button', { name: 'Show older episodes' }).click()
    const row = page.getByRole('link', { name: 'Talk 91 ' })
    await row.scrollIntoViewIfNeeded()
    await row.click()
    await expect(page.getByTestId('clip-card').first()).toBeVisible()
    await page.goBack()
    await expect(page.locator('[data-episode-row]')).toHaveCount(120)
    await expect(row).toBeInViewport()
  })
})
