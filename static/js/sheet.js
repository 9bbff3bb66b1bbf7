// A sheet that is filled in while somebody talks: without a mouse.
//
// form[data-send-keys]   Ctrl+Enter (or Cmd+Enter) sends it; with a choice in focus a digit chooses the answer of
//                        that number and goes on to the next question

for (const form of document.querySelectorAll("form[data-send-keys]")) {
  form.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]") || event.altKey) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const group = event.target.matches("[type=radio]") && event.target.closest("fieldset");
    const choice = group && /^[1-9]$/.test(event.key) && group.querySelectorAll("[type=radio]")[event.key - 1];
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    next(group)?.focus();
  });

  /** The first field of the next question that is shown. */
  const next = (group) => {
    const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea, button")].filter((field) => field.offsetParent);
    const last = fields.findLastIndex((field) => group.contains(field));
    return fields[last + 1];
  };
}
