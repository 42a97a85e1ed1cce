import { expect, fileOnDisk, choose, test, tryToken } from './stand-in'

const token = 'correct-horse-battery'

test.beforeEach(async ({ server }) => {
  await server.fill('demo')
  await server.token(token)
})

test('a server that wants a token asks for it, and then shows what was wanted', async ({ page }) => {
  await page.goto('/e/demo-clips')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add episode' })).toBeHidden()
  await tryToken(page, token)
  await expect(page).toHaveURL(/\/e\/demo-clips$/)
  await expect(page.getByTestId('clip-card').first()).toBeVisible()
  await page.reload()
  await expect(page.getByTestId('clip-card').first()).toBeVisible()
})

test('a wrong token is said to be wrong, and too many are slowed', async ({ page }) => {
  await page.goto('/')
  for (let i = 0; i < 3; i += 1) {
    await tryToken(page, `wrong ${i}`)
    await expect(page.getByRole('alert')).toContainText('That is not the token of this server.')
  }
  await tryToken(page, token)
  await expect(page.getByRole('alert')).toContainText('There were too many tries.')
  await expect(page.getByRole('button', { name: /^Wait \d s$/ })).toBeDisabled()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('The city that moved uphill')).toBeVisible()
})

test('the keyboard signs in, and the focus is on the screen afterwards', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByLabel('Access token')).toBeFocused()
  await page.keyboard.type(token)
  await page.keyboard.press('Enter')
  await expect(page.getByText('The city that moved uphill')).toBeVisible()
  await expect(page.locator('main')).toBeFocused()
})

test('signing out asks again', async ({ page }) => {
  await page.goto('/')
  await tryToken(page, token)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goto('/e/demo-clips')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('whoever is signed out on the way comes back to the same place, uploads included', async ({ page, server }) => {
  await page.goto('/')
  await tryToken(page, token)
  await expect(page.getByText('The city that moved uphill')).toBeVisible()
  await server.token('another-token')
  await choose(page, fileOnDisk('bees.wav', 200_000))
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await tryToken(page, 'another-token')
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
})

test('an upload that is refused only after somebody has signed in goes on by itself', async ({ page, server }) => {
  await page.goto('/')
  await tryToken(page, token)
  await expect(page.getByText('The city that moved uphill')).toBeVisible()
  await server.token('another-token')
  await server.misbehave({ path: '/api/uploads', method: 'POST', delayMs: 120_000 })
  await choose(page, fileOnDisk('bees.wav', 200_000))
  await expect.poll(async () => (await server.log('/api/uploads')).length).toBe(1)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await tryToken(page, 'another-token')
  await expect(page.getByText('The city that moved uphill')).toBeVisible()
  await server.behave()
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
})

test('what was typed outlives signing in anew', async ({ page, server }) => {
  await page.goto('/e/demo-clips/transcript')
  await tryToken(page, token)
  await page.getByRole('button', { name: /^Correct “Nobody does/ }).first().click()
  const field = page.getByLabel('Correct this sentence')
  await field.fill('Nobody ever does.')
  await server.token('another-token')
  await page.keyboard.press('Enter')
  await expect(field).toBeHidden()
  await tryToken(page, 'another-token')
  await expect(field).toHaveValue('Nobody ever does.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. Your clips and captions say it too.')).toBeVisible()
  await expect(page.getByText('Nobody ever does.')).toBeVisible()
})

test('where no token is wanted nobody is asked, and there is nothing to sign out of', async ({ page, server }) => {
  await server.token('')
  await page.goto('/')
  await expect(page.getByText('The city that moved uphill')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden()
})
