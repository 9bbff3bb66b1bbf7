// The page of a matter by keys, who else is in it, and texts to be used again.
//
// [data-walk]         links: next (j), previous (k), list (u)
// [data-presence]     URL that is told every half minute that the page is open; receives who else is there
// [data-editing]      form by which one begins to fill in the forms of acts: sent once, when one does
// [data-phrases-of]   link to the page of texts filled in for this matter; attributes: data-text-title,
//                     data-text-search, data-text-none, data-text-close, data-text-failed
// [data-mentions]     boxes of people: typing "@" and the beginning of a name offers them
// "n" goes to the note. Alt+P in a text opens the texts.

const BEAT_MS = 30_000;

const typing = (target) => target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

addEventListener("keydown", (event) => {
  if (event.altKey && event.code === "KeyP" && phrases && event.target.matches?.("textarea")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return pick(event.target);
  }
  if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const walk = { j: "next", k: "previous", u: "list" }[event.key];
  if (walk) document.querySelector(`[data-walk="${walk}"]`)?.click();
  else if (event.key === "n") document.getElementById("staff_note")?.focus();
  else return;
  event.preventDefault();
}, true);

const place = document.querySelector("[data-presence]");
if (place) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const response = await fetch(place.dataset.presence, { method: "POST", body: new URLSearchParams() });
      if (response.ok) place.innerHTML = await response.text();
    } catch {
      // The next beat tells it again.
    }
  }, BEAT_MS);
}

const editing = document.querySelector("[data-editing]");
if (editing) {
  const begin = (event) => {
    if (!event.target.closest?.(event.type === "click" ? ".ms-acts summary" : ".ms-acts .ms-act")) return;
    removeEventListener("input", begin);
    removeEventListener("click", begin);
    fetch(editing.action, { method: "POST", body: new URLSearchParams(new FormData(editing)), redirect: "manual" }).catch(() => {});
    editing.hidden = true;
  };
  addEventListener("input", begin);
  addEventListener("click", begin);
}

const phrases = document.querySelector("[data-phrases-of]");
let texts;

if (phrases) {
  for (const field of document.querySelectorAll(".ms-act textarea, #staff_note")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ms-linkbutton ms-small ms-phrases__open";
    button.textContent = phrases.dataset.textTitle;
    button.addEventListener("click", () => pick(field));
    field.after(button);
  }
}

async function load() {
  const response = await fetch(phrases.href, { headers: { accept: "text/html" } });
  if (!response.ok) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return [...page.querySelectorAll("[data-phrases] textarea")].map((it) => ({
    title: page.querySelector(`label[for="${it.id}"]`).textContent.trim(),
    text: it.value,
  }));
}

async function pick(field) {
  // The dialog gives the focus back with the caret at the beginning.
  let caret = [field.selectionStart, field.selectionEnd];
  const dialog = document.createElement("dialog");
  dialog.className = "ms-dialog ms-picker";
  const search = document.createElement("input");
  search.type = "search";
  search.className = "govuk-input";
  search.placeholder = phrases.dataset.textSearch;
  search.setAttribute("aria-label", phrases.dataset.textSearch);
  const title = document.createElement("h2");
  title.textContent = phrases.dataset.textTitle;
  const list = document.createElement("ul");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "govuk-button govuk-button--secondary";
  close.textContent = phrases.dataset.textClose;
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, search, list, close);
  document.body.append(dialog);
  dialog.addEventListener("close", () => { dialog.remove(); field.focus(); field.setSelectionRange(...caret); });
  dialog.showModal();
  try {
    texts ??= await load();
  } catch {
    list.textContent = phrases.dataset.textFailed;
    return;
  }
  const show = () => {
    const word = search.value.trim().toLowerCase();
    const found = texts.filter((it) => (it.title + it.text).toLowerCase().includes(word));
    list.replaceChildren(...found.map((it) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      const name = document.createElement("strong");
      name.textContent = it.title;
      const text = document.createElement("span");
      text.textContent = it.text;
      button.append(name, text);
      button.addEventListener("click", () => { dialog.close(); caret = insert(field, it.text, caret); });
      line.append(button);
      return line;
    }));
    if (!found.length) list.textContent = phrases.dataset.textNone;
  };
  search.addEventListener("input", show);
  dialog.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") (buttons[at + 1] ?? buttons[0])?.focus();
    else if (event.key === "ArrowUp") (buttons[at - 1] ?? search).focus();
    else if (event.key === "Enter" && event.target === search) buttons[0]?.click();
    else return;
    event.preventDefault();
  });
  show();
  search.focus();
}

function insert(field, text, [from, to]) {
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return [field.selectionStart, field.selectionEnd];
}

const people = document.querySelector("[data-mentions]");
const note = document.getElementById("staff_note");
if (people && note) {
  const names = [...people.querySelectorAll("label")].map((label) => ({
    login: label.querySelector("input").value,
    name: label.querySelector("span").firstChild.textContent.trim(),
    words: [...label.querySelector("span").childNodes].map((it) => it.textContent.trim()).filter(Boolean).join(" · "),
  }));
  const offers = document.createElement("ul");
  offers.className = "ms-offers";
  offers.hidden = true;
  note.after(offers);
  const begun = () => /@([^\s@]*)$/.exec(note.value.slice(0, note.selectionStart));
  const choose = (person) => {
    const word = begun();
    if (!word) return;
    note.setRangeText(`@${person.name} `, note.selectionStart - word[0].length, note.selectionStart, "end");
    offers.hidden = true;
    note.focus();
  };
  note.addEventListener("input", () => {
    const word = begun()?.[1].toLowerCase();
    const fit = word === undefined ? [] : names.filter((it) => it.login.toLowerCase().startsWith(word) || it.words.toLowerCase().includes(word)).slice(0, 6);
    offers.replaceChildren(...fit.map((it) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = it.words;
      button.addEventListener("click", () => choose(it));
      line.append(button);
      return line;
    }));
    offers.hidden = !fit.length;
  });
  note.addEventListener("keydown", (event) => {
    if (offers.hidden) return;
    if (event.key === "ArrowDown") offers.querySelector("button").focus();
    else if (event.key === "Escape") offers.hidden = true;
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  offers.addEventListener("keydown", (event) => {
    const buttons = [...offers.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)].focus();
    else if (event.key === "ArrowUp") (buttons[at - 1] ?? note).focus();
    else if (event.key === "Escape") { offers.hidden = true; note.focus(); }
    else return;
    event.preventDefault();
  });
}
