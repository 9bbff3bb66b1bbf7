// The clerk's screen: what is known about the caller and the place, renewed while typing.
//
// [data-hotline]   attributes: data-known-url (GET ?phone=&text=&address=&county=&unit= → HTML fragment),
//                  data-text-failed
// #known           receives the fragment; a matter chosen in it (field `joins`) stays chosen
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
    const query = new URLSearchParams(ASKED.map((name) => [name, form.elements[name]?.value.trim() ?? ""]).filter(([, value]) => value)).toString();
    if (query === last) return;
    last = query;
    running?.abort();
    const mine = (running = new AbortController());
    known.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${screen.dataset.knownUrl}?${query}`, { headers: { accept: "text/html" }, signal: mine.signal });
      if (!response.ok) throw new Error(response.status);
      const html = await response.text();
      const joined = known.querySelector("[name=joins]:checked")?.value;
      known.innerHTML = html;
      const again = joined && known.querySelector(`[name=joins][value="${CSS.escape(joined)}"]`);
      if (again) again.checked = true;
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
    if (!ASKED.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, SETTLE_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  if (ASKED.some((name) => form.elements[name]?.value)) refresh();

  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
