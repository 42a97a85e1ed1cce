import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { choose, expect, fileOnDisk, test, tryToken, upload, type StandIn } from './stand-in'

const phone = { width: 360, height: 740 }
const screens = {
  library: '/',
  working: '/e/demo-working',
  clips: '/e/demo-clips',
  clip: '/e/demo-clips/c/demo-cli-2',
  failed: '/e/demo-failed',
  none: '/e/demo-none',
  transcript: '/e/demo-clips/transcript',
  'transcript with names that were said': '/e/demo-cover/transcript',
  missing: '/e/nope',
  'missing clip': '/e/demo-clips/c/nope',
}
const states: Record<string, (page: Page, server: StandIn) => Promise<void>> = {
  'the empty library': async (page, server) => {
    await server.fill('none')
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'You bring an episode' })).toBeVisible()
  },
  'an upload that was refused': async (page, server) => {
    await server.misbehave({ path: '/api/uploads', status: 413, reason: 'This file is too large', remedy: 'Choose a smaller file' })
    await page.goto('/')
    await upload(page, 'a-long-name-of-an-interview-with-a-beekeeper-in-the-city.wav')
    await expect(page.getByRole('alert')).toContainText('This file is too large.')
  },
  'an upload that is paused, with one that waits and one from before': async (page, server) => {
    const before = fileOnDisk('Interview with a long name of an earlier day.wav', 4_000_000)
    await server.misbehave({ path: '/api/uploads/', method: 'PATCH', cutAfter: 1_500_000 })
    await server.misbehave({ path: '/api/uploads/', method: 'PATCH', drop: true, times: 100_000 })
    await page.goto('/')
    await choose(page, before)
    await expect(page.getByText('Trying again').first()).toBeVisible()
    await page.reload()
    await expect(page.getByText('stopped at 37 %')).toBeVisible()
    await choose(page, fileOnDisk('first.wav', 2_000_000), fileOnDisk('second.wav', 3_000_000))
    await page.getByRole('button', { name: 'Pause' }).first().click()
    await expect(page.getByText('Paused; what has arrived is kept')).toBeVisible()
  },
  'the question for a token, with too many wrong answers': async (page, server) => {
    await server.token('right')
    await page.goto('/e/demo-clips')
    for (const wrong of ['1', '2', '3', '4']) await tryToken(page, wrong)
    await expect(page.getByRole('alert')).toContainText('There were too many tries.')
  },
  'a sentence that is corrected, and was changed by somebody else': async (page, server) => {
    await page.goto('/e/demo-clips/transcript')
    await server.misbehave({ path: '/api/transcript', method: 'PUT', status: 412, times: 1 })
    await page.getByText('Nobody does. That is the part').first().click()
    await page.getByLabel('Correct this sentence').fill('Nobody ever does. That is the part that people who keep bees never believe.')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('alert')).toContainText('Somebody changed this transcript meanwhile.')
  },
  'an upload with its transcript, one without, and one whose transcript was refused': async (page, server) => {
    await server.fill('none')
    await server.misbehave({ path: '/api/uploads/', method: 'PATCH', bytesPerSecond: 200, times: 100 })
    await page.goto('/')
    await choose(page, fileOnDisk('Interview with a beekeeper, the long version.wav', 300_000), fileOnDisk('Interview with a beekeeper, the long version.en.srt', 40))
    await choose(page, fileOnDisk('second.wav', 300_000))
    await choose(page, fileOnDisk('third.wav', 300_000), fileOnDisk('third.srt', 0))
    await expect(page.getByRole('button', { name: /^Leave out Interview/ })).toBeVisible()
    await expect(page.getByRole('alert')).toContainText('third.srt is empty.')
  },
  'an upload seen from an episode': async (page, server) => {
    await server.misbehave({ path: '/api/uploads/', method: 'PATCH', bytesPerSecond: 20_000, times: 100 })
    await page.goto('/')
    await choose(page, fileOnDisk('Interview with a beekeeper, the long version.wav', 2_000_000))
    await page.getByRole('link', { name: /The city that moved uphill/ }).click()
    await expect(page.getByRole('link', { name: /^Uploading Interview/ })).toBeVisible()
  },
  'a sentence that is given to somebody new': async (page) => {
    await page.goto('/e/demo-cover/transcript')
    await page.getByRole('button', { name: /^Who says “There are about three/ }).first().click()
    await page.getByRole('radio', { name: 'Somebody else' }).click()
    await page.getByLabel('Their name').fill('Cleo')
  },
  'the names of speakers, and what a transcript comes in': async (page) => {
    await page.goto('/e/demo-clips/transcript')
    await page.getByRole('button', { name: 'Rename Speaker 2' }).click()
    await page.getByText('Download', { exact: true }).click()
  },
  'a paused queue': async (page, server) => {
    await server.fill('queue')
    await page.goto('/')
    await page.getByRole('button', { name: 'Pause after this' }).click()
    await expect(page.getByRole('button', { name: 'Go on with the rest' })).toBeVisible()
  },
  'stopped work': async (page, server) => {
    await server.fill('queue')
    await page.goto('/e/queue-stopped')
    await expect(page.getByRole('heading', { name: 'Stopped by you' })).toBeVisible()
  },
  'a server that does not answer': async (page, server) => {
    await page.goto('/')
    await server.misbehave({ path: '/api/', drop: true, times: 1000 })
    await page.goto('/e/demo-clips')
    await expect(page.getByRole('alert')).toContainText('PodPromo does not answer.')
  },
  'a clip being renamed': async (page) => {
    await page.goto('/e/demo-clips/c/demo-cli-2')
    await page.getByRole('button', { name: 'Rename this clip' }).click()
    await page.getByRole('button', { name: 'Suggest titles' }).click()
    await expect(page.getByRole('list', { name: 'Suggested titles' }).getByRole('button').first()).toBeFocused()
  },
  'the question before deleting': async (page) => {
    await page.goto('/e/demo-clips')
    await page.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
}

// Everything that axe finds, best practice included.
async function troubles(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

// What a finger would miss: everything that can be pressed is at least 44 pixels wide and high.
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>('a, button, input'))
      .filter((element) => element.checkVisibility())
      // What chooses is pressed on its words too.
      .map((element) => element.closest('label') ?? element)
      .map((element) => ({ name: element.getAttribute('aria-label') ?? element.innerText, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
      .map(({ name, box }) => `${name} ${Math.round(box.width)} × ${Math.round(box.height)}`),
  )
}

async function expectGood(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await troubles(page), colorScheme).toEqual([])
  }
}

async function expectGoodOnAPhone(page: Page): Promise<void> {
  await page.setViewportSize(phone)
  await expectGood(page)
  expect(await smallTargets(page)).toEqual([])
  expect(await widthOf(page)).toBeLessThanOrEqual(phone.width)
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
  expect(await widthOf(page), 'with letters of twice the size').toBeLessThanOrEqual(phone.width)
}

async function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth)
}

test.beforeEach(({ server }) => server.fill('demo'))

for (const [name, path] of Object.entries(screens)) {
  test(`the ${name} screen is accessible, wide and on a phone, light and dark`, async ({ page }) => {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeAttached()
    await page.waitForTimeout(300)
    await expectGood(page)
    await expectGoodOnAPhone(page)
  })

  test(`the ${name} screen does not jump while it loads`, async ({ page }) => {
    await page.addInitScript(() => {
      const all = { shift: 0 }
      Object.assign(window, { all })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) all.shift += (entry as unknown as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(path)
    await page.waitForTimeout(1200)
    const shift = await page.evaluate(() => (window as unknown as { all: { shift: number } }).all.shift)
    expect(shift).toBeLessThan(0.05)
  })
}

for (const [name, arrive] of Object.entries(states)) {
  test(`${name} is accessible, wide and on a phone, light and dark`, async ({ page, server }) => {
    await arrive(page, server)
    await expectGood(page)
    await expectGoodOnAPhone(page)
  })
}

test('nothing moves by itself for those who ask for that', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('/e/demo-working')
  await expect(page.getByText('5,372 so far')).toBeVisible()
  const moving = await page.evaluate(() =>
    Array.from(document.querySelectorAll('*'), (element) => getComputedStyle(element)).filter(
      ({ transitionDuration, animationName }) => transitionDuration !== '0s' || animationName !== 'none',
    ).length,
  )
  expect(moving).toBe(0)
})

test('data-theme overrules the scheme of the system', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await background()
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
  expect(await background()).not.toBe(light)
})

test('until the script is here there is more than an empty page, and nothing jumps when it comes', async ({ page }) => {
  let letCome: () => void = () => undefined
  const looked = new Promise<void>((done) => (letCome = done))
  await page.route('**/assets/*.js', async (route) => {
    await looked
    await route.continue()
  })
  await page.goto('/', { waitUntil: 'commit' })
  await expect(page.getByText('Loading…')).toBeVisible()
  const before = await page.getByText('PodPromo', { exact: true }).evaluate((element) => element.getBoundingClientRect().height)
  letCome()
  await expect(page.getByRole('heading', { name: 'Episodes' })).toBeVisible()
  expect(Math.abs((await page.getByRole('banner').evaluate((element) => element.getBoundingClientRect().height)) - before)).toBeLessThan(3)
})
