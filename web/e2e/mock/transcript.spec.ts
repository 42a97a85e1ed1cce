import type { Page } from '@playwright/test'
import { choose, expect, fileOnDisk, inAHurry, test, type StandIn } from './stand-in'

// Little of what is sent arrives until the server behaves, so that an upload can be looked at.
async function slowly(server: StandIn): Promise<void> {
  await server.misbehave({ path: '/api/uploads/', method: 'PATCH', bytesPerSecond: 5000, times: 100 })
}

async function dropTogether(page: Page, ...names: string[]): Promise<void> {
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer()
    for (const name of all) transfer.items.add(new File([new Uint8Array(1000).fill(name.length)], name))
    return transfer
  }, names)
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data })
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}

async function seeTranscript(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/e\/[0-9a-f]+$/)
  await expect(page.getByTestId('clip-card')).toHaveCount(5)
  await page.getByRole('link', { name: 'Transcript' }).click()
}

test.beforeEach(({ server }) => server.fill('none', inAHurry))

test('an episode and its transcript that are dropped together arrive together', async ({ page, server }) => {
  await page.goto('/')
  await dropTogether(page, 'talk.en.srt', 'talk.mp3')
  await seeTranscript(page)
  await expect(page.getByText('From talk.en.srt, which came with the episode.')).toBeVisible()
  expect((await server.log('/api/uploads')).filter(({ method }) => method === 'POST')).toHaveLength(2)
})

test('a transcript is added to an upload under way, and left out again, from the keyboard', async ({ page, server }) => {
  await slowly(server)
  await page.goto('/')
  await choose(page, fileOnDisk('talk.wav', 400_000))
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add its transcript' }).focus()
  await page.keyboard.press('Enter')
  await (await chooser).setFiles(fileOnDisk('words.vtt', 200))
  const leaveOut = page.getByRole('button', { name: 'Leave out words.vtt' })
  await expect(leaveOut).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: 'With words.vtt' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Add its transcript' })).toBeFocused()
  await server.behave()
  await seeTranscript(page)
  await expect(page.getByText('Heard by whisper base.')).toBeVisible()
})

test('a transcript that can’t be read is told so, and the episode goes on without', async ({ page }) => {
  await page.goto('/')
  await dropTogether(page, 'talk.mp3', 'broken.srt')
  const row = page.getByRole('alert')
  await expect(row).toContainText('The file is no transcript that PodPromo knows.')
  await row.getByRole('button', { name: 'Go on without it' }).click()
  await expect(page).toHaveURL(/\/e\//)
})

test('another transcript is chosen when the first can’t be read', async ({ page }) => {
  await page.goto('/')
  await dropTogether(page, 'talk.mp3', 'broken.srt')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('alert').getByRole('button', { name: 'Choose another transcript' }).click()
  await (await chooser).setFiles(fileOnDisk('talk.srt', 200))
  await seeTranscript(page)
  await expect(page.getByText('From talk.srt, which came with the episode.')).toBeVisible()
})

test('a transcript alone waits for its episode in sight', async ({ page }) => {
  await page.goto('/')
  await dropTogether(page, 'talk.srt')
  await expect(page.getByRole('alert')).toContainText('This is a transcript without its episode.')
})

test('after a reload an upload goes on with the transcript it had', async ({ page, server }) => {
  await server.misbehave({ path: '/api/uploads/', method: 'PATCH', times: 1, delayMs: 1 })
  await server.misbehave({ path: '/api/uploads/', method: 'PATCH', cutAfter: 100_000, times: 1 })
  await server.misbehave({ path: '/api/uploads/', method: 'PATCH', drop: true, times: 1000 })
  const talk = fileOnDisk('talk.wav', 300_000)
  await page.goto('/')
  await choose(page, talk, fileOnDisk('talk.srt', 200))
  await expect(page.getByText('Trying again').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('with talk.srt')).toBeVisible()
  await server.behave()
  await choose(page, talk)
  await seeTranscript(page)
  await expect(page.getByText('From talk.srt, which came with the episode.')).toBeVisible()
})

test.describe('who speaks', () => {
  test.beforeEach(async ({ page, server }) => {
    await server.fill('demo')
    await page.goto('/e/demo-clips/transcript')
  })

  test('a sentence is given to somebody else from the keyboard, and stays so', async ({ page }) => {
    await page.getByRole('button', { name: 'Correct “So when does a hive decide …”' }).first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('button', { name: /^Who says “Nobody does/ }).first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('radio', { name: 'Speaker 2', exact: true })).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await expect(page.getByRole('radio', { name: 'Speaker 1', exact: true })).toBeChecked()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Saved. Your clips and captions say it too.')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Who says “Nobody does/ }).first()).toBeFocused()
    await page.reload()
    await page.getByRole('button', { name: /^Who says “Nobody does/ }).first().click()
    await expect(page.getByRole('radio', { name: 'Speaker 1', exact: true })).toBeChecked()
  })

  test('all until the next change is given to somebody new', async ({ page }) => {
    await page.getByRole('button', { name: /^Who says “There are about three/ }).first().click()
    await page.getByRole('radio', { name: 'Somebody else' }).click()
    await page.getByLabel('Their name').fill('Cleo')
    await page.getByRole('radio', { name: /^All from here until Speaker 1 goes on/ }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('button', { name: 'Rename Cleo' })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'There are about three hundred scouts' }).first()).toContainText('Cleo')
    await page.reload()
    await expect(page.getByRole('button', { name: 'Rename Cleo' })).toBeVisible()
  })

  test('corrected words do not take a sentence back from whom it was given to', async ({ page }) => {
    await page.getByRole('button', { name: /^Who says “Nobody does/ }).first().click()
    await page.getByRole('radio', { name: 'Speaker 1', exact: true }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved.')).toBeVisible()
    await page.getByText('There are about three hundred scouts').first().click()
    await page.getByLabel('Correct this sentence').fill('There are about two hundred scouts.')
    await page.keyboard.press('Enter')
    await expect(page.getByText('There are about two hundred scouts.')).toBeVisible()
    await page.getByRole('button', { name: /^Who says “Nobody does/ }).first().click()
    await expect(page.getByRole('radio', { name: 'Speaker 1', exact: true })).toBeChecked()
  })

  test('what was chosen stays when somebody else was quicker', async ({ page, server }) => {
    await server.misbehave({ path: '/api/transcript', method: 'PUT', status: 412, times: 1 })
    await page.getByRole('button', { name: /^Who says “Nobody does/ }).first().click()
    await page.getByRole('radio', { name: 'Speaker 1', exact: true }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Load the transcript' }).click()
    await expect(page.getByRole('radio', { name: 'Speaker 1', exact: true })).toBeChecked()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved. Your clips and captions say it too.')).toBeVisible()
  })

  test('a name that was said is taken with one click, and not before', async ({ page, server }) => {
    await page.goto('/e/demo-cover/transcript')
    await expect(page.getByText('Speaker 1 may be Anna')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Rename Speaker 1' })).toBeVisible()
    expect((await server.log('/api/transcript')).filter(({ method }) => method === 'PUT')).toEqual([])
    await page.getByRole('button', { name: 'Call Speaker 2 Ben Okafor' }).click()
    await expect(page.getByRole('button', { name: 'Rename Ben Okafor' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Call Speaker 1 Anna' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Rename Anna' })).toBeVisible()
    await expect(page.getByRole('list', { name: 'Names that were said' })).toHaveCount(0)
  })
})
