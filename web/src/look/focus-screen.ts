// Gives the focus to the screen as a whole, so that whoever uses the keyboard or a screen reader begins there. It takes
// it in no other way: after a click on some words, Tab goes on from them.
export function focusScreen(): void {
  const main = document.getElementById('main')
  if (main === null) return
  main.tabIndex = -1
  main.addEventListener('blur', () => main.removeAttribute('tabindex'), { once: true })
  main.focus({ preventScroll: true })
}
