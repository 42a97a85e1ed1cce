// An episode that comes with a transcript that can't be used, before a real server.
//   PODPROMO=../build/release/podpromo PODPROMO_EPISODE=talk.wav npm run e2e:real
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { choose, episode, expect, patience, test } from './given'

function fileIn(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

test('a transcript that is none is refused before its episode is sent; another episode’s is told, and may be left out', async ({ page, server }) => {
  await choose(page, episode, fileIn(server.folder, 'talk.srt', 'Dear diary, today I saw bees.'))
  const row = page.getByRole('alert')
  await expect(row).toContainText('The file is no transcript that PodPromo knows.')
  const another = Array.from({ length: 8 }, (_, at) => `${at + 1}\n00:00:0${at + 1},000 --> 00:00:0${at + 2},000\nThe harbour master counts nine grey ships tonight\n`)
  const chooser = page.waitForEvent('filechooser')
  await row.getByRole('button', { name: 'Choose another transcript' }).click()
  await (await chooser).setFiles(fileIn(server.folder, 'ships.srt', another.join('\n')))
  await expect(page).toHaveURL(/\/e\/[0-9a-f]{32}$/)
  await expect(page.getByText(/^The transcript is not of this episode/)).toBeVisible({ timeout: patience })
  await page.getByRole('button', { name: 'Listen instead' }).click()
  await expect(page.getByTestId('clip-card').first()).toBeVisible({ timeout: patience })
  await page.getByRole('link', { name: 'Transcript' }).click()
  await expect(page.getByText(/^Heard by whisper/)).toBeVisible()
})
