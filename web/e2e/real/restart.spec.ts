// What a person sees while a real server is killed under an upload and under the work, and is started again.
//   PODPROMO=../build/release/podpromo PODPROMO_EPISODE=talk.wav npm run e2e:real
import type { Page } from '@playwright/test'
import { choose, episode, expect, patience, test } from './given'

async function slowUploads(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytesPerSecond }
  await session.send('Network.emulateNetworkConditions', conditions)
}

test('an upload outlives a pause, a killed server and a reload, and nothing is sent twice', async ({ page, server }) => {
  // Sent for twenty seconds, of which the test takes the first half.
  const path = server.longer(episode, 10)
  const made: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/api/uploads')) made.push(request.url())
  })
  await slowUploads(page, 1_000_000)
  await choose(page, path)
  const bar = page.getByRole('progressbar', { name: 'Upload of Interview.wav' })
  const percent = async () => Number(await bar.getAttribute('aria-valuenow'))
  await expect.poll(percent).toBeGreaterThan(15)

  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('Paused; what has arrived is kept')).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect.poll(percent).toBeGreaterThan(30)

  await server.kill()
  await expect(page.getByText('PodPromo does not answer. Trying again')).toBeVisible()
  await server.start()
  await expect.poll(percent).toBeGreaterThan(45)

  await page.reload()
  await slowUploads(page, 20_000_000)
  const row = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')
  await expect(row).toContainText(/Interview\.wav stopped at \d\d %/)
  await choose(page, path)
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
  expect(made).toHaveLength(1)

  await page.goto(server.address)
  await choose(page, path)
  await expect(page.getByText('This episode is here already, so nothing was added.')).toBeVisible()
})

test.describe('work', () => {
  test.use({ slowly: true })

  test('is told live, outlives a killed server, and is stopped and gone on with', async ({ page, server, listener }) => {
    const asked = { questions: 0, streams: 0 }
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (/^\/api\/progress\/[^/]+$/.test(pathname)) asked.questions += 1
      if (/^\/api\/progress\/[^/]+\/events$/.test(pathname)) asked.streams += 1
    })
    await choose(page, episode)
    await expect(page).toHaveURL(/\/e\//)
    await expect(page.getByText('You can close this page; we go on')).toBeVisible()
    await expect.poll(() => asked).toEqual({ questions: 1, streams: 1 })

    await server.kill()
    await expect(page.getByText('No answer for a moment; we keep trying.')).toBeVisible()
    await server.start()
    await expect(page.getByText('No answer for a moment; we keep trying.')).toBeHidden()
    await expect(page.getByText('You can close this page; we go on')).toBeVisible()

    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Stopped by you' })).toBeVisible()
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect(page.getByText('You can close this page; we go on')).toBeVisible()
    listener.answer()
    await expect(page.getByTestId('clip-card').first()).toBeVisible({ timeout: patience })
  })
})
