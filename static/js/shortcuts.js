// The list of keys behind "?" and F1.
//
// dialog[data-shortcuts]   opened by "?" (when not typing) and by F1; Escape closes it
// [accesskey]              of the page are added to the list by their label, and work as Alt+key in every browser;
//                          a box is ticked by its key
// [data-shortcuts-open]    a button that opens it

const dialog = document.querySelector("dialog[data-shortcuts]");
const typing = (target) => target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

if (dialog) {
  const list = dialog.querySelector("dl");
  const named = new Set();
  for (const field of document.querySelectorAll("[accesskey]")) {
    const key = field.accessKey.toLowerCase();
    if (named.has(key)) continue;
    named.add(key);
    list.append(entry("dt", key), entry("dd", nameOf(field)));
  }

  addEventListener("keydown", (event) => {
    if (event.key === "F1" || (event.key === "?" && !typing(event.target))) {
      event.preventDefault();
      if (!dialog.open) dialog.showModal();
      return;
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || dialog.open) return;
    // event.code, because Alt changes the letter on some keyboards
    const key = /^(Key|Digit)(.)$/.exec(event.code)?.[2].toLowerCase();
    const target = key && document.querySelector(`[accesskey="${key}" i]`);
    if (!target) return;
    event.preventDefault();
    if (!target.matches("button, a")) target.focus();
    if (target.matches("button, a, [type=checkbox]")) target.click();
    if (target.matches("input[type=text], input[type=tel], input:not([type])")) target.select();
  });

  for (const button of document.querySelectorAll("[data-shortcuts-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
}

function nameOf(field) {
  const legend = field.matches("input[type=radio]") && field.closest("fieldset")?.querySelector("legend");
  const label = (legend || field.labels?.[0] || field).cloneNode(true);
  label.querySelectorAll?.("kbd, .ms-optional").forEach((part) => part.remove());
  return label.textContent.trim();
}

function entry(tag, text) {
  const element = document.createElement(tag);
  if (tag === "dd") element.textContent = text;
  else {
    const key = document.createElement("kbd");
    key.className = "ms-key";
    key.textContent = `Alt ${text.toUpperCase()}`;
    element.append(key);
  }
  return element;
}
