// What is said in the made-up episodes, and what the clips of it are called.

const lines = [
  'So when does a hive decide to leave? Who decides?',
  'Nobody does. That is the part people never believe.',
  'There are about three hundred scouts, and each of them argues with her whole body.',
  'They dance for the place they found, and the one who is wrong gets tired first.',
  'You can stand there with a stopwatch and watch an opinion die.',
  'After an hour or so they all dance the same dance.',
  'And then, in about a minute, the whole tree empties.',
  'I have seen it forty times and I still put down what I am carrying.',
  'What do you do while it happens?',
  'You get out of the way. The bees decided, not me.',
]

export const speech = Array.from({ length: 60 }, (_, index) => lines[index % lines.length])

export const moments = [
  {
    title: '“The bees decided, not me”',
    at: 1867,
    length: 12,
    score: 92,
    reasons: ['Answers its own question', 'Story with a turn', 'Strong last line'],
    text: 'Nobody decides. That is the part people never believe. There are about three hundred scouts, and each of them argues with her whole body. They dance for the place they found.',
  },
  {
    title: 'Why do hives die in spring?',
    at: 760,
    length: 10,
    score: 88,
    reasons: ['Question kept with its answer', 'Surprising number'],
    text: 'Why do hives die in spring, when the worst is over? We lost forty percent that year, and every one of them had honey left.',
  },
  {
    title: 'What my grandfather got wrong',
    at: 475,
    length: 11,
    score: 84,
    reasons: ['Personal stakes', 'Contrast'],
    text: 'He smoked them every day of his life, and he was wrong. I have his notebooks. The quiet weeks are the weeks he was ill.',
  },
  {
    title: 'Listen to a hive before you open it',
    at: 2652,
    length: 9,
    score: 81,
    reasons: ['Advice you can use', 'Fast pace', 'Clear picture'],
    text: 'A hungry hive hums a half tone lower. You can hear it. Put your ear to the wood before you touch the lid.',
  },
  {
    title: 'An opinion dies in about an hour',
    at: 2204,
    length: 10,
    score: 77,
    reasons: ['Vivid comparison'],
    text: 'You can stand there with a stopwatch and watch an opinion die. After an hour or so they all dance the same dance.',
  },
]

// Words with seconds, spread evenly over `duration`.
export function timed(text, start, duration) {
  const words = text.split(' ')
  const each = duration / words.length
  return words.map((word, index) => ({ w: word, start: start + index * each, end: start + (index + 0.9) * each, p: 0.97 }))
}
