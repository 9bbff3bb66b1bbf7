// On every page: what must be read first gets the focus, and a form is sent once.
//
// [data-focus]   takes the focus when the page opens (error summary, banner); the first one wins
// form[data-once] a second submit within ten seconds is ignored; its buttons say so to screen readers
// [data-print]   a button that prints the page

document.documentElement.classList.add("js");

document.querySelector("[data-focus]")?.focus();

// A menu that goes on to the side shows where one is.
const here = document.querySelector(".ms-nav [aria-current]");
if (here) here.closest("ul").scrollLeft = here.offsetLeft - (here.closest("ul").clientWidth - here.offsetWidth) / 2;

for (const link of document.querySelectorAll(".govuk-error-summary a[href^='#']")) {
  link.addEventListener("click", (event) => {
    const name = link.getAttribute("href").slice(1);
    const target = document.getElementById(name) ?? document.querySelector(`[name="${CSS.escape(name)}"]`);
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input, select, textarea, button, [tabindex]") ? target : target.querySelector("input, select, textarea, button");
    target.dispatchEvent(new CustomEvent("minsheng:show", { bubbles: true }));
    (target.closest(".govuk-form-group") ?? target).scrollIntoView({ block: "start" });
    (field ?? target).focus({ preventScroll: true });
  });
}

for (const form of document.querySelectorAll("form[data-once]")) {
  let sentAt = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (performance.now() - sentAt < 10_000) return event.preventDefault();
    sentAt = performance.now();
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
  });
  // Coming back with the back button must find a form that works.
  addEventListener("pageshow", () => {
    sentAt = -Infinity;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
