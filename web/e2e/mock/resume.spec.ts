import type { Page } from '@playwright/test'
import { choose, expect, fileOnDisk, test } from './stand-in'

const MB = 1024 * 1024
const patches = { path: '/api/uploads/', method: 'PATCH' }
const bar = (name: string) => ({ name: `Upload of ${name}` })

async function underWay(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('progressbar', bar(name))).toHaveAttribute('aria-valuenow', /^[1-9]/)
}

test('an upload that is cut goes on by itself where it stopped', async ({ page, server }) => {
  await server.misbehave({ ...patches, cutAfter: 3 * MB })
  await server.misbehave({ ...patches, drop: true, times: 100_000 })
  await page.goto('/')
  await choose(page, fileOnDisk('bees.wav', 8 * MB))
  await expect(page.getByText(/(does not answer|connection was cut)\. Trying again/)).toBeVisible()
  await server.behave()
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
  const log = (await server.log('/api/uploads')).map(({ method }) => method)
  expect(log.filter((method) => method === 'POST')).toHaveLength(1)
  expect(log.filter((method) => method === 'HEAD').length).toBeGreaterThan(0)
})

test('an upload goes on after the server has started again', async ({ page, server }) => {
  await server.misbehave({ ...patches, bytesPerSecond: 1 * MB })
  await page.goto('/')
  await choose(page, fileOnDisk('bees.wav', 40 * MB))
  await underWay(page, 'bees.wav')
  await server.gone(4000)
  await expect(page.getByText('PodPromo does not answer. Trying again')).toBeVisible()
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
  expect((await server.log('/api/uploads')).filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test('an upload is paused, lets the next one pass, and goes on', async ({ page, server }) => {
  await server.misbehave({ ...patches, bytesPerSecond: 1 * MB })
  await page.goto('/')
  await choose(page, fileOnDisk('first.wav', 40 * MB), fileOnDisk('second.wav', 2 * MB))
  await expect(page.getByText('2.0 MB, waits for the one before')).toBeVisible()
  await underWay(page, 'first.wav')
  await page.getByRole('button', { name: 'Pause' }).first().click()
  await expect(page.getByText('Paused; what has arrived is kept')).toBeVisible()
  await expect(page.getByRole('link', { name: /second/ })).toBeVisible()
  await expect(page.getByRole('progressbar', bar('second.wav'))).toBeHidden()
  const sent = Number(await page.getByRole('progressbar', bar('first.wav')).getAttribute('aria-valuenow'))
  expect(sent).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
  const log = (await server.log('/api/uploads')).map(({ method }) => method)
  expect(log.filter((method) => method === 'POST')).toHaveLength(2)
})

test('after a reload the page knows how far it was, and the same file goes on from there', async ({ page, server }) => {
  const path = fileOnDisk('Interview.wav', 10 * MB)
  await server.misbehave({ ...patches, cutAfter: Math.ceil(4.3 * MB) })
  await server.misbehave({ ...patches, drop: true, times: 100_000 })
  await page.goto('/')
  await choose(page, path)
  await expect(page.getByText('Trying again').first()).toBeVisible()
  await page.reload()
  const row = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')
  await expect(row).toContainText('Interview.wav stopped at 43 %')
  await expect(row).toContainText('Choose the same file again to go on')
  await server.behave()
  const picker = page.waitForEvent('filechooser')
  await row.getByRole('button', { name: 'Choose it again' }).click()
  await (await picker).setFiles(path)
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
  expect((await server.log('/api/uploads')).filter(({ method }) => method === 'POST')).toHaveLength(1)
  await page.goto('/')
  await expect(page.getByRole('list', { name: 'Uploads' })).toBeHidden()
})

test('an upload that the server has let go begins anew', async ({ page, server }) => {
  const path = fileOnDisk('Interview.wav', 4 * MB)
  await server.misbehave({ ...patches, cutAfter: 1 * MB })
  await server.misbehave({ path: '/api/uploads/', method: 'HEAD', status: 404 })
  await page.goto('/')
  await choose(page, path)
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
  expect((await server.log('/api/uploads')).filter(({ method }) => method === 'POST')).toHaveLength(2)
})

test('cancelling takes back what has arrived', async ({ page, server }) => {
  await server.misbehave({ ...patches, bytesPerSecond: 1 * MB })
  await page.goto('/')
  await choose(page, fileOnDisk('bees.wav', 40 * MB))
  await underWay(page, 'bees.wav')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('progressbar', bar('bees.wav'))).toBeHidden()
  await expect.poll(async () => (await server.log('/api/uploads/')).filter(({ method }) => method === 'DELETE').length).toBe(1)
  await page.reload()
  await expect(page.getByRole('list', { name: 'Uploads' })).toBeHidden()
})

test('what is here already is opened and not kept twice', async ({ page, server }) => {
  const path = fileOnDisk('bees.wav', 1 * MB)
  await page.goto('/')
  await choose(page, path)
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
  const first = page.url()
  await page.goto('/')
  await choose(page, path)
  await expect(page).toHaveURL(first)
  await expect(page.getByText('This episode is here already, so nothing was added.')).toBeVisible()
  await page.goto('/')
  await server.misbehave({ ...patches, bytesPerSecond: 1 * MB })
  await choose(page, fileOnDisk('other.wav', 30 * MB), path)
  await page.getByRole('button', { name: 'Pause' }).first().click()
  const row = page.getByRole('status').filter({ hasText: 'This episode is here already.' })
  await row.getByRole('link', { name: 'Open it' }).click()
  await expect(page).toHaveURL(first)
})

test('without a network the page says so and goes on when it is back', async ({ page, context, server }) => {
  // What is on its way when the browser is told to be offline still goes through, so it is cut as well.
  await server.misbehave({ ...patches, bytesPerSecond: 1 * MB, cutAfter: 3 * MB, times: 100 })
  await page.goto('/')
  await choose(page, fileOnDisk('bees.wav', 40 * MB))
  await underWay(page, 'bees.wav')
  await context.setOffline(true)
  await expect(page.getByText('You are offline; it goes on by itself')).toBeVisible()
  await server.behave()
  await context.setOffline(false)
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
})
