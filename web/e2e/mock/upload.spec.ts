import type { Locator, Page } from '@playwright/test'

import { expect, fileOnDisk, test, upload, type StandIn } from './stand-in'

test('an upload goes through its stages to clips without a reload', async ({ page, server }) => {
  // Work stands still, and is taken from stage to stage once each has been looked at.
  await server.fill('none', 0)
  await page.goto('/')
  await upload(page, 'bees.wav')
  await expect(page).toHaveURL(/\/e\/[0-9a-f-]+$/)
  await expect(page.getByText('You can close this page; we go on')).toBeVisible()
  await expect(page).toHaveTitle(/^\d+ % · bees$/)
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await server.move(id, 'transcribing', 0.05)
  await expect(page.getByText('52:14 at −19.3 LUFS')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Heard so far' })).toBeVisible()
  await expect(page.getByText('So when does a hive decide to leave?').first()).toBeVisible()
  await server.move(id, 'completed', 1)
  await expect(page.getByTestId('clip-card')).toHaveCount(5)
  await expect(page).toHaveTitle('bees · PodPromo')
})

test('a file dropped anywhere is uploaded', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-clips')
  await expect(page.getByTestId('clip-card').first()).toBeVisible()
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([new Uint8Array(1000)], 'dropped.mp3', { type: 'audio/mpeg' }))
    return transfer
  })
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data })
  await expect(page.getByText('Drop it here')).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
  await expect(page.getByText('Drop it here')).toBeHidden()
  await expect(page.getByRole('heading', { name: 'dropped' })).toBeVisible()
})

type Refusal = { status: number; reason: string; remedy: string }

// The row of an upload that the server refuses, which says why and what to do.
async function refusedUpload(page: Page, server: StandIn, refusal: Refusal): Promise<Locator> {
  await server.misbehave({ path: '/api/uploads', ...refusal })
  await page.goto('/')
  await upload(page, 'bees.wav')
  const row = page.getByRole('alert')
  await expect(row).toContainText(`${refusal.reason}.`)
  await expect(row).toContainText(`${refusal.remedy}.`)
  return row
}

for (const [status, reason, remedy] of [
  [413, 'This file is larger than 500 MB', 'Choose a smaller file'],
  [415, 'This is a picture', 'Choose sound or video'],
] as const) {
  test(`an upload refused with ${status} says why and what to do, and another file takes its place`, async ({ page, server }) => {
    const row = await refusedUpload(page, server, { status, reason, remedy })
    await expect(row.getByRole('button', { name: 'Try again' })).toHaveCount(0)
    const chooser = page.waitForEvent('filechooser')
    await row.getByRole('button', { name: 'Choose another file' }).click()
    await (await chooser).setFiles(fileOnDisk('other.wav', 2000))
    await expect(page.getByRole('heading', { name: 'other' })).toBeVisible()
  })
}

for (const [status, reason, remedy] of [
  [403, 'This is refused', 'Open the page by its own name'],
  [507, 'The storage limit of 10 GB is reached', 'Delete old episodes'],
] as const) {
  test(`an upload that failed with ${status} says why and what to do, and can be sent again`, async ({ page, server }) => {
    const row = await refusedUpload(page, server, { status, reason, remedy })
    await row.getByRole('button', { name: 'Try again' }).click()
    await expect(page).toHaveURL(/\/e\//)
  })
}

test('an upload that stops while an episode is looked at says so there', async ({ page, server }) => {
  await server.fill('demo')
  await server.misbehave({ path: '/api/uploads/', method: 'PATCH', status: 507, delayMs: 60_000 })
  await page.goto('/')
  await upload(page, 'bees.wav')
  await page.getByRole('link', { name: /The city that moved uphill/ }).click()
  await expect(page.getByRole('link', { name: 'Uploading bees.wav' })).toBeVisible()
  await server.behave()
  await page.getByRole('link', { name: 'Not uploaded: bees.wav See why' }).click()
  await expect(page.getByRole('alert')).toContainText('The server stumbled.')
})

test('an upload goes on by itself when there were too many', async ({ page, server }) => {
  await server.misbehave({ path: '/api/uploads', status: 429, reason: 'Too many uploads in a short time', headers: { 'Retry-After': '6' } })
  await page.goto('/')
  await upload(page, 'bees.wav')
  await expect(page.getByText(/Too many uploads in a short time\. Trying again in [2-6] s/)).toBeVisible()
  await expect(page).toHaveURL(/\/e\//)
})

test('an episode whose sound can’t be read gives way to another file', async ({ page, server }) => {
  await server.fill('none', 6)
  await page.goto('/')
  await upload(page, 'mute.wav')
  await expect(page.getByRole('heading', { name: 'The sound could not be read' })).toBeVisible()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose another file' }).click()
  await (await chooser).setFiles(fileOnDisk('other.wav', 2000))
  await expect(page.getByRole('heading', { name: 'other' })).toBeVisible()
})
