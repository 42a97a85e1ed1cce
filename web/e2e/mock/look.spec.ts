import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './stand-in'

const screens = {
  library: '/',
  working: '/e/demo-working',
  clips: '/e/demo-clips',
  clip: '/e/demo-clips/c/demo-cli-2',
  failed: '/e/demo-failed',
  none: '/e/demo-none',
  transcript: '/e/demo-clips/transcript',
  missing: '/e/nope',
}

async function seriousTroubles(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

test.beforeEach(({ server }) => server.fill('demo'))

for (const [name, path] of Object.entries(screens)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the ${name} screen is accessible, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.goto(path)
      await expect(page.getByRole('heading').first()).toBeAttached()
      await page.waitForTimeout(300)
      expect(await seriousTroubles(page)).toEqual([])
      await page.setViewportSize({ width: 390, height: 844 })
      expect(await seriousTroubles(page)).toEqual([])
    })
  }

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

test('data-theme overrules the scheme of the system', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await background()
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
  expect(await background()).not.toBe(light)
})
