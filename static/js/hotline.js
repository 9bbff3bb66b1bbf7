// The clerk's screen: what is known about the caller and the place, renewed while typing.
//
// [data-hotline]   attributes: data-known-url (POST phone, text, address, county, unit, kind, join → HTML fragment),
//                  data-text-failed
// #known           receives the fragment; a matter chosen in it (field `join`) stays chosen
// It asks by POST: what a caller says must not stand in addresses, which are logged on the way.
// Ctrl+Enter (or Cmd+Enter) sends the form. Alt+letter and "?" are the work of shortcuts.js.

const SETTLE_MS = 300;
const ASKED = ["phone", "text", "address", "county", "unit"];

const screen = document.querySelector("[data-hotline]");
if (screen) {
  const form = screen.querySelector("form");
  const known = document.getElementById("known");
  let waiting;
  let running;
  let last = "";

  const refresh = async () => {
    const typed = new URLSearchParams(ASKED.map((name) => [name, form.elements[name]?.value.trim() ?? ""]).filter(([, value]) => value));
    for (const box of form.querySelectorAll("[name=kind]:checked")) typed.append("kind", box.value);
    if (typed.toString() === last) return;
    last = typed.toString();
    const joined = known.querySelector("[name=join]:checked")?.value;
    if (joined) typed.set("join", joined);
    running?.abort();
    const mine = (running = new AbortController());
    known.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(screen.dataset.knownUrl, { method: "POST", body: typed, headers: { accept: "text/html" }, signal: mine.signal });
      if (!response.ok) throw new Error(response.status);
      const html = await response.text();
      const focused = known.contains(document.activeElement);
      // Chosen while the answer was under way.
      const now = known.querySelector("[name=join]:checked")?.value ?? "";
      known.innerHTML = html;
      const again = known.querySelector(`[name=join][value="${CSS.escape(now)}"]`);
      if (again) again.checked = true;
      if (focused) (again ?? known.querySelector("[name=join]"))?.focus();
    } catch (error) {
      if (error.name === "AbortError") return;
      last = "";
      const line = document.createElement("p");
      line.textContent = screen.dataset.textFailed;
      known.replaceChildren(line);
    }
    if (running === mine) known.removeAttribute("aria-busy");
  };

  const soon = (event) => {
    if (![...ASKED, "kind"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, SETTLE_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // What was typed before an error, or kept by the browser, is looked up at once.
  if (ASKED.some((name) => form.elements[name]?.value)) refresh();

  // Who gives a name is not anonymous, unless the clerk says so.
  const { name, reporter } = form.elements;
  let chosen = false;
  reporter.addEventListener("change", () => { chosen = true; });
  name.addEventListener("input", () => {
    if (!chosen && reporter.value === "anonymous" && name.value.trim()) reporter.value = "named";
  });

  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
