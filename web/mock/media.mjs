// A real video, poster and cover, made once with ffmpeg and kept in the temporary folder of this machine.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = join(tmpdir(), 'podpromo-mock-media-2')

function made(name, args) {
  const path = join(folder, name)
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    const draft = join(folder, `draft-${process.pid}-${name}`)
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, draft])
    renameSync(draft, path)
  }
  return readFileSync(path)
}

const seconds = 12
const speechLike = `aevalsrc=0.3*sin(2*PI*180*t)*abs(sin(3*t))*abs(sin(0.7*t+1)):d=${seconds}:s=48000`
const picture =
  '[0:a]asplit[heard][drawn];' +
  '[drawn]showwaves=s=420x160:mode=cline:colors=0xffb08e:rate=25:scale=sqrt[wave];' +
  `color=0x17120f:s=540x960:r=25:d=${seconds}[back];` +
  '[back]drawbox=x=60:y=120:w=300:h=26:color=0xfff4ee:t=fill,drawbox=x=60:y=164:w=220:h=26:color=0xfff4ee:t=fill,' +
  'drawbox=x=60:y=640:w=420:h=40:color=0xffb08e:t=fill,drawbox=x=110:y=700:w=320:h=40:color=0xfff4ee:t=fill[text];' +
  '[text][wave]overlay=60:380:shortest=1[out]'

export function makeMedia() {
  return {
    video: made('clip.mp4', [
      ...['-f', 'lavfi', '-i', speechLike, '-filter_complex', picture, '-map', '[out]', '-map', '[heard]'],
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '28', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '64k'],
      ...['-movflags', '+faststart', '-t', String(seconds)],
    ]),
    poster: made('poster.jpg', ['-ss', '3', '-i', join(folder, 'clip.mp4'), '-frames:v', '1', '-vf', 'scale=270:480']),
    cover: made('cover.jpg', ['-f', 'lavfi', '-i', 'color=0x3f5a3a:s=256x256,drawbox=x=72:y=72:w=112:h=112:color=0xe9c46a:t=fill', '-frames:v', '1']),
  }
}
