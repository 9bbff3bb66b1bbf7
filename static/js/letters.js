// The preview of a letter's template follows the typing; without a script the button shows it.
const form = document.querySelector("[data-letter-template]");
const button = form?.querySelector("[data-letter-preview-button]");
const parts = ["[data-letter-preview]", "[data-letter-faults]"];
let timer = 0;
let asked = 0;

async function preview() {
  const mine = ++asked;
  const fields = new URLSearchParams(new FormData(form));
  fields.set("do", "preview");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    for (const part of parts) {
      const fresh = page.querySelector(part);
      if (fresh) document.querySelector(part).replaceChildren(...fresh.childNodes);
    }
  } catch {
    // The server cannot be reached: what is shown stays until the next key.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(preview, 300);
});
if (button) button.hidden = true;
