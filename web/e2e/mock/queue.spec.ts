import { expect, test } from './stand-in'

test.beforeEach(async ({ page, server }) => {
  await server.fill('queue')
  await page.goto('/')
})

test('each that waits says what it waits for', async ({ page }) => {
  await expect(page.getByRole('link', { name: /How sleep writes memory/ })).toContainText('Trying again in 20 s: the disk was full.')
  await expect(page.getByRole('link', { name: /The city that moved uphill/ })).toContainText('2nd in line')
  await expect(page.getByRole('link', { name: /Small boats/ })).toContainText('3rd in line')
  await expect(page.getByRole('link', { name: /Stopped talk/ })).toContainText('Stopped by you')
})

test('the queue is paused after this, and goes on', async ({ page }) => {
  await page.getByRole('button', { name: 'Pause after this' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Paused after' })).toContainText('“Interview with a beekeeper”. 3 episodes wait.')
  await expect(page.getByRole('link', { name: /Small boats/ })).toContainText('Waiting; the queue is paused')
  await page.reload()
  await page.getByRole('button', { name: 'Go on with the rest' }).click()
  await expect(page.getByRole('button', { name: 'Pause after this' })).toBeVisible()
})

test('work is stopped and gone on with, and the episode stays', async ({ page }) => {
  await page.goto('/e/queue-first')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Stopped by you' })).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('You can close this page; we go on')).toBeVisible()
})

test('an episode that waits says its place', async ({ page }) => {
  await page.goto('/e/queue-third')
  await expect(page.getByText('3rd in line')).toBeVisible()
})
