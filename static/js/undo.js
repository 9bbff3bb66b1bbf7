// The seconds in which an act can be taken back, counted down; the server decides by its own clock.
//
// form[data-undo]      the seconds left when the page was made; goes away when they are over
// [data-undo-left]     receives the number

const form = document.querySelector("form[data-undo]");
if (form) {
  const left = form.querySelector("[data-undo-left]");
  const end = performance.now() + Number(form.dataset.undo) * 1000;
  const words = left.textContent;
  const count = () => {
    const seconds = Math.ceil((end - performance.now()) / 1000);
    if (seconds <= 0) return form.remove();
    left.textContent = words.replace(/\d+/, String(seconds));
    setTimeout(count, 250);
  };
  count();
}
