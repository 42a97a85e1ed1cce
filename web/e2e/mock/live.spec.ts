import { expect, test, upload } from './stand-in'

const events = '/events'
const asked = /\/api\/progress\/[^/]+$/

test('after one question the stream tells, and nothing is asked beside it', async ({ page, server }) => {
  await page.goto('/')
  await upload(page, 'bees.wav')
  await expect(page.getByText('You can close this page; we go on')).toBeVisible()
  await expect(page.getByTestId('clip-card')).toHaveCount(5)
  const log = await server.log('/api/progress/')
  expect(log.filter(({ path }) => asked.test(path))).toHaveLength(1)
  expect(log.filter(({ path }) => path.endsWith(events))).toHaveLength(1)
  await page.waitForTimeout(2500)
  expect(await server.log('/api/progress/')).toHaveLength(2)
})

test('a finished episode needs no stream', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-clips')
  await expect(page.getByTestId('clip-card').first()).toBeVisible()
  expect(await server.log(events)).toHaveLength(0)
})

test('a stream that was cut goes on from the last event', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-working')
  await expect.poll(async () => (await server.log(events)).length).toBe(1)
  await server.move('demo-working', 'transcribing', 0.9)
  await expect(page).toHaveTitle(/^55 % /)
  await server.cut()
  await expect.poll(async () => (await server.log(events)).length).toBe(2)
  const again = (await server.log(events))[1]
  expect(again?.lastEventId).toMatch(/^\d+-\d+$/)
  await server.move('demo-working', 'generating', 0.5)
  await expect(page.getByText('Making the clips').first()).toBeAttached()
  expect((await server.log('/api/progress/')).filter(({ path }) => asked.test(path))).toHaveLength(1)
})

for (const [name, rule] of [
  ['the server does not have', { status: 404 }],
  ['is answered with an error', { status: 503 }],
  ['is cut before anything comes', { drop: true }],
  ['something in between keeps back', { mute: true }],
] as const) {
  test(`where a stream ${name}, the page asks`, async ({ page, server }) => {
    await server.fill('demo')
    await server.misbehave({ path: `${events}$`, times: 100_000, ...rule })
    await page.goto('/e/demo-working')
    await expect(page.getByText('5,372 so far')).toBeVisible()
    await expect.poll(async () => (await server.log('demo-working')).filter(({ path }) => asked.test(path)).length).toBeGreaterThan(2)
    await server.move('demo-working', 'generating', 0.5)
    await expect(page.getByText('Making the clips').first()).toBeAttached()
    await expect(page.getByRole('alert')).toBeHidden()
    // The browser itself may have tried the connection more than once, but all at the same time. The page lets a quarter
    // of a minute go by first, which a slow machine may reach here.
    const log = await server.log(events)
    const pauses = log.slice(1).map(({ at }, index) => at - (log[index]?.at ?? 0))
    expect(pauses.filter((ms) => ms > 2000 && ms < 15_000)).toEqual([])
  })
}

test('a server that starts again in the middle is found again', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-working')
  await expect.poll(async () => (await server.log(events)).length).toBe(1)
  await server.gone(3000)
  await expect(() => server.move('demo-working', 'generating', 0.5)).toPass()
  await expect(page.getByText('Making the clips').first()).toBeAttached()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('a server that is gone is reported, and found again when asked', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-working')
  await expect(page.getByText('5,372 so far')).toBeVisible()
  await server.gone(30_000)
  await expect(page.getByText('No answer for a moment; we keep trying.')).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('PodPromo does not answer.')
  await expect(page.getByText('5,372 so far')).toBeVisible()
  const alert = page.getByRole('alert')
  await expect(async () => {
    if (await alert.isVisible()) await alert.getByRole('button', { name: 'Try again' }).click({ timeout: 1000 })
    await expect(alert).toBeHidden({ timeout: 3000 })
  }).toPass()
})

test('a hidden tab gives its stream back and asks rarely', async ({ page, server }) => {
  await server.fill('demo')
  await page.goto('/e/demo-working')
  await expect.poll(async () => (await server.log(events)).length).toBe(1)
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  const before = (await server.log('/api/progress/')).length
  await page.waitForTimeout(7000)
  expect((await server.log('/api/progress/')).length - before).toBeLessThanOrEqual(1)
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect.poll(async () => (await server.log(events)).length).toBe(2)
})
