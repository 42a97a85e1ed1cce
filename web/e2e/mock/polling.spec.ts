import { expect, test, upload } from './stand-in'

test('a 404 right after an upload means "not yet", even over a reload', async ({ page, server }) => {
  await server.misbehave({ path: '/api/progress/', status: 404, times: 4 })
  await page.goto('/')
  await upload(page, 'bees.wav')
  await expect(page.getByText('Waiting for its turn').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('Waiting for its turn').first()).toBeVisible()
  await expect(page.getByTestId('clip-card')).toHaveCount(5)
})

test('a stumbling server is asked again, quietly', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-working')
  await expect(page.getByText('5,372 so far')).toBeVisible()
  await server.misbehave({ path: '/api/progress/', status: 503, times: 2 })
  await expect(page.getByText('No answer for a moment; we keep trying.')).toBeVisible()
  await expect(page.getByText('No answer for a moment; we keep trying.')).toBeHidden()
  await expect(page.getByText('5,372 so far')).toBeVisible()
})

test('a server that stays away is reported once, with a way to try again', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-working')
  await expect(page.getByText('5,372 so far')).toBeVisible()
  await server.misbehave({ path: '/api/progress/', drop: true, times: 1000 })
  await expect(page.getByRole('alert')).toContainText('PodPromo does not answer.', { timeout: 30_000 })
  await expect(page.getByText('5,372 so far')).toBeVisible()
  await server.behave()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('the page stops asking once the episode is done', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-clips')
  await expect(page.getByTestId('clip-card').first()).toBeVisible()
  const asked = async () => (await server.log()).filter(({ path }) => path.startsWith('/api/progress')).length
  const before = await asked()
  await page.waitForTimeout(4000)
  expect(await asked()).toBe(before)
})

test('a failed episode names stage, reason and remedy, and goes on after Try again', async ({ page }) => {
  await page.goto('/')
  await upload(page, 'fail.wav')
  await expect(page.getByRole('heading', { name: 'The words could not be heard' })).toBeVisible()
  await expect(page.getByText('The file ends in the middle: 14:02 of 48:10 can be read.')).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByTestId('clip-card')).toHaveCount(5)
})

test('an episode without clips says why', async ({ page }) => {
  await page.goto('/')
  await upload(page, 'silent.wav')
  await expect(page.getByText('No speech was found in this episode.')).toBeVisible()
})
