// Walking the work list by keys, with the matter at hand beside it; other lists are walked the same way.
//
// [data-desk]           with a preview: data-text-loading, data-text-failed
// [data-row]            a row: holds a link to the matter; data-preview is the URL of its HTML fragment
// [data-desk-preview]   receives the fragment, when it is on the screen; without one a click on a row does nothing of its own
// [data-pick]           a row's box; [data-bulk] the form of an act on those ticked, [data-bulk-count] how many (data-text, with a 0)
// [data-take]           the form that takes the next matter
// [data-search]         the search field
// j and k (or the arrow keys on a row) walk, Enter or o opens, x ticks, t takes the next, b chooses an act for those ticked, / searches. "?" is the work of shortcuts.js.

const SETTLE_MS = 120;

const desk = document.querySelector("[data-desk]");
if (desk) {
  const rows = [...desk.querySelectorAll("[data-row]")];
  const pane = desk.querySelector("[data-desk-preview]");
  const seen = new Map();
  let at = -1;
  let waiting;

  const choose = (index, scroll) => {
    if (index < 0 || index >= rows.length) return;
    rows[at]?.removeAttribute("aria-selected");
    at = index;
    rows[at].setAttribute("aria-selected", "true");
    if (scroll) {
      rows[at].querySelector("a")?.focus({ preventScroll: true });
      rows[at].scrollIntoView({ block: "nearest" });
    }
    clearTimeout(waiting);
    waiting = setTimeout(() => preview(rows[at].dataset.preview), SETTLE_MS);
  };

  const preview = async (url) => {
    if (!url || !pane?.offsetWidth) return;
    const mine = at;
    if (!seen.has(url)) {
      say(desk.dataset.textLoading);
      try {
        const response = await fetch(url, { headers: { accept: "text/html" } });
        if (!response.ok) throw new Error(response.status);
        seen.set(url, await response.text());
      } catch {
        if (mine === at) say(desk.dataset.textFailed);
        return;
      }
    }
    if (mine !== at) return;
    pane.innerHTML = seen.get(url);
    pane.scrollTop = 0;
  };
  const say = (text) => {
    const line = document.createElement("p");
    line.className = "ms-muted";
    line.textContent = text;
    pane.replaceChildren(line);
  };

  rows.forEach((row, index) => {
    if (pane) row.addEventListener("click", (event) => {
      if (event.target.closest("a, button, label, input")) return;
      index === at || !pane?.offsetWidth ? row.querySelector("a").click() : choose(index, true);
    });
    row.addEventListener("focusin", () => { if (index !== at) choose(index, false); });
  });

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const onRow = event.target.closest("[data-row]");
    if (event.key === "j" || (onRow && event.key === "ArrowDown")) choose(Math.min(at + 1, rows.length - 1), true);
    else if (event.key === "k" || (onRow && event.key === "ArrowUp")) choose(Math.max(at - 1, 0), true);
    else if (event.key === "o" && at >= 0) rows[at].querySelector("a")?.click();
    else if (event.key === "x" && at >= 0) rows[at].querySelector("[data-pick]")?.click();
    else if (event.key === "t") document.querySelector("[data-take] button")?.click();
    else if (event.key === "b") document.querySelector("[data-bulk] select")?.focus();
    else if (event.key === "/") document.querySelector("[data-search]")?.focus();
    else if (event.key === "Enter" && at >= 0 && !event.target.closest("a, button, summary, input")) rows[at].querySelector("a")?.click();
    else return;
    event.preventDefault();
  });

  const count = document.querySelector("[data-bulk-count]");
  if (count) {
    const hint = count.textContent;
    const tell = () => {
      const chosen = desk.querySelectorAll("[data-pick]:checked").length;
      count.textContent = chosen ? count.dataset.text.replace("0", chosen) : hint;
      for (const row of rows) row.classList.toggle("is-picked", Boolean(row.querySelector("[data-pick]:checked")));
    };
    desk.addEventListener("change", tell);
    // Coming back with the back button finds boxes ticked.
    addEventListener("pageshow", tell);
  }

  if (rows.length && pane?.offsetWidth) choose(0, false);
}
