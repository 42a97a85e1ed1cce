import { expect, inAHurry, test, upload, withoutStreams, type Asked, type StandIn } from './stand-in'

const stillTrying = 'No answer for a moment; we keep trying.'

async function questions(server: StandIn): Promise<Asked[]> {
  return (await server.log('/api/progress/demo-working')).filter(({ path }) => !path.endsWith('/events'))
}

test('a 404 right after an upload means "not yet", even over a reload', async ({ page, server }) => {
  await server.fill('none', inAHurry)
  await server.misbehave({ path: '/api/progress/', status: 404, times: 100_000 })
  await page.goto('/')
  await upload(page, 'bees.wav')
  await expect(page.getByText('Waiting for its turn').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('Waiting for its turn').first()).toBeVisible()
  await server.behave()
  await expect(page.getByTestId('clip-card')).toHaveCount(5)
})

test('a 404 after the first minute is a real one, with a way forward', async ({ page, server }) => {
  await page.clock.install()
  await server.misbehave({ path: '/api/progress/', status: 404, times: 100_000 })
  await page.goto('/')
  await upload(page, 'bees.wav')
  await expect(page.getByText('Waiting for its turn').first()).toBeVisible()
  await page.reload()
  // The clock also goes on by itself, so each step leaves half a minute for what takes real time.
  await page.clock.fastForward(30_000)
  await expect(page.getByText('Waiting for its turn').first()).toBeVisible()
  await page.clock.fastForward(32_000)
  await expect(page.getByRole('heading', { name: 'This episode is not here' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to your episodes' }).click()
  await expect(page.getByRole('heading', { name: 'Episodes' })).toBeVisible()
})

test.describe('a server that stumbles', () => {
  test.beforeEach(async ({ page, server }) => {
    await server.fill('demo')
    await withoutStreams(server)
    await page.goto('/e/demo-working')
    await expect(page.getByText('5,372 so far')).toBeVisible()
  })

  test('five times is asked again, with growing waits, and nothing is lost', async ({ page, server }) => {
    await server.misbehave({ path: '/api/progress/demo-working$', status: 500, times: 5 })
    await expect(page.getByText(stillTrying)).toBeVisible()
    await expect(page.getByText('5,372 so far')).toBeVisible()
    await expect(page.getByText(stillTrying)).toBeHidden()
    await expect(page.getByRole('alert')).toBeHidden()
    const all = await questions(server)
    // A question that was answered well may have come before the first that was not.
    const asked = all.slice(all.findIndex(({ status }) => status === 500)).slice(0, 6)
    expect(asked.map(({ status }) => status === 500)).toEqual([true, true, true, true, true, false])
    const waits = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0))
    for (const [index, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(1000 * 1.5 ** index - 20)
      // The wait and its jitter, with room for a machine that is busy.
      expect(wait).toBeLessThan(1000 * 1.5 ** index * 1.1 + 5000)
    }
  })

  test('six times is reported once, with a way to try again', async ({ page, server }) => {
    await server.misbehave({ path: '/api/progress/demo-working$', status: 500, times: 6 })
    await expect(page.getByRole('alert')).toContainText('The server stumbled.')
    await expect(page.getByText('5,372 so far')).toBeVisible()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('alert')).toBeHidden()
  })

  test('and stays away is reported once, with a way to try again', async ({ page, server }) => {
    await server.misbehave({ path: '/api/progress/', drop: true, times: 100_000 })
    await expect(page.getByRole('alert')).toContainText('PodPromo does not answer.')
    await expect(page.getByText('5,372 so far')).toBeVisible()
    await server.behave()
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('alert')).toBeHidden()
  })

  test('and names a time is not asked before it', async ({ page, server }) => {
    await server.misbehave({ path: '/api/progress/demo-working$', status: 503, headers: { 'Retry-After': '4' } })
    await expect(page.getByText(stillTrying)).toBeVisible()
    await expect(page.getByText(stillTrying)).toBeHidden()
    const asked = await questions(server)
    const failed = asked.findIndex((request) => request.status === 503)
    expect(failed).toBeGreaterThanOrEqual(0)
    expect((asked[failed + 1]?.at ?? 0) - (asked[failed]?.at ?? 0)).toBeGreaterThanOrEqual(3900)
  })

  test('by being slow has one question at a time', async ({ server }) => {
    await server.misbehave({ path: '/api/progress/demo-working$', delayMs: 4000, times: 100_000 })
    const before = (await questions(server)).length
    await expect.poll(async () => (await questions(server)).length).toBeGreaterThan(before + 2)
    const asked = (await questions(server)).slice(before)
    for (const [index, { at }] of asked.slice(1).entries()) expect(at - (asked[index]?.at ?? 0)).toBeGreaterThanOrEqual(4000)
  })
})

test('unchanged progress costs no body', async ({ page, server }) => {
  await server.fill('demo')
  await withoutStreams(server)
  const statuses: number[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('/api/progress/demo-working')) statuses.push(response.status())
  })
  await page.goto('/e/demo-working')
  await expect.poll(() => statuses.slice(0, 2)).toEqual([200, 304])
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

test('a failed episode names stage, reason and remedy, and goes on after Try again', async ({ page, server }) => {
  await server.fill('none', inAHurry)
  await page.goto('/')
  await upload(page, 'fail.wav')
  await expect(page.getByRole('heading', { name: 'The words could not be heard' })).toBeVisible()
  await expect(page.getByText('The file ends in the middle: 14:02 of 48:10 can be read.')).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByTestId('clip-card')).toHaveCount(5)
})

test('an episode without clips says why', async ({ page, server }) => {
  await server.fill('none', inAHurry)
  await page.goto('/')
  await upload(page, 'silent.wav')
  await expect(page.getByText('No speech was found in this episode.')).toBeVisible()
})
