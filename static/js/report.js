// The long report form in steps: what, where, who. The fourth, check, is a page of the server.
//
// form[data-report]     attributes: data-draft (name under which what is typed is kept in this tab until it is sent),
//                       data-max-photos, data-text-next, -back, -required, -place-required, -remove, -shrinking, -too-many
// [data-step]           a fieldset; its value is the step's name and the address' #fragment
// [data-stepper]        the list drawn above
// [data-send]           the submit button, shown in the last step only
// [data-named]          shown unless the reporter stays anonymous (field `identity`)
// [data-subcategories]  <details> with #sub-<category> groups, shown for the categories that are ticked
// [data-alike]          receives matters that may be the same, asked for after the place (POST data-alike-url); choice in `join`
// [data-photos]         list of thumbnails for the file field `photos`
// Without this script the form is one page and works the same. page.js keeps it from being sent twice.

const SHRINK_ABOVE = 2 * 1024 * 1024;
const LONGEST_SIDE = 2400;
const ALIKE_MS = 2500;
const NEVER_KEPT = new Set(["submission", "photos", "kept", "offered", "join"]);

const form = document.querySelector("form[data-report]");
if (form) {
  keepDraft();
  const show = stepThrough(offerAlike());
  followIdentity();
  followCategories();
  shrinkPhotos();
  form.addEventListener("minsheng:show", (event) => show(event.target.closest("[data-step]")?.dataset.step));
}

/** One step at a time; the browser's back button goes one step back. */
function stepThrough(offersAlike) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const names = steps.map((step) => step.dataset.step);
  const marks = [...document.querySelectorAll("[data-stepper] > li")];
  const send = form.querySelector("[data-send]");
  const next = button(form.dataset.textNext);
  const back = button(form.dataset.textBack, "govuk-button--secondary");
  send.before(next);
  send.after(back);
  form.classList.add("ms-steps--active");
  document.querySelector("[data-stepper]")?.classList.remove("ms-stepper--static");

  let at = -1;
  const go = (index, focus) => {
    if (index === at) return;
    at = index;
    steps.forEach((step, i) => { step.hidden = i !== at; });
    marks.forEach((mark, i) => {
      mark.classList.toggle("is-done", i < at);
      i === at ? mark.setAttribute("aria-current", "step") : mark.removeAttribute("aria-current");
    });
    next.hidden = at === steps.length - 1;
    send.hidden = !next.hidden;
    back.hidden = at === 0;
    if (!focus) return;
    steps[at].querySelector(".ms-step__title").focus({ preventScroll: true });
    scrollTo({ top: 0 });
  };
  const fromAddress = () => Math.max(0, names.indexOf(location.hash.slice(1)));
  const show = (name) => {
    const index = names.indexOf(name);
    if (index < 0 || index === at) return;
    history.pushState(null, "", `#${name}`);
    go(index, true);
  };

  next.addEventListener("click", async () => {
    const here = at;
    if (!complete(steps[here]) || next.ariaDisabled === "true") return;
    next.ariaDisabled = "true";
    const stays = names[here] === "where" && (await offersAlike());
    next.ariaDisabled = "false";
    if (!stays && at === here) show(names[here + 1]);
  });
  back.addEventListener("click", () => show(names[at - 1]));
  addEventListener("popstate", () => go(fromAddress(), true));
  form.addEventListener("keydown", (event) => {
    // Enter in a line of text goes on, as it would send a one-page form.
    if (event.key !== "Enter" || !event.target.matches("input:not([type=file])") || next.hidden) return;
    event.preventDefault();
    next.click();
  });
  form.addEventListener("submit", (event) => {
    const lacking = steps.find((step) => !complete(step));
    if (!lacking) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(lacking.dataset.step);
    complete(lacking);
  }, true);

  // A message goes as soon as what it asks for is there.
  const mended = () => { if (form.querySelector("[data-hint]")) complete(steps[at], true); };
  form.addEventListener("input", mended);
  form.addEventListener("change", mended);

  const wrong = steps.findIndex((step) => step.querySelector(".govuk-form-group--error"));
  go(wrong >= 0 ? wrong : fromAddress(), false);
  return show;
}

/** What the server would ask for anyway (I2): what, and where. */
function complete(step, quietly) {
  if (step.dataset.step === "what") return need(form.elements.text, form.elements.text.value.trim(), form.dataset.textRequired, quietly);
  if (step.dataset.step === "where") {
    const { lat, address, county } = form.elements;
    return need(address, lat?.value || address.value.trim() || county?.value, form.dataset.textPlaceRequired, quietly);
  }
  return true;
}

function need(field, given, message, quietly) {
  const group = field.closest(".govuk-form-group");
  const id = `${field.id}-error`;
  if (given) {
    group.classList.remove("govuk-form-group--error");
    group.querySelector(".govuk-error-message")?.remove();
    field.removeAttribute("aria-invalid");
    return true;
  }
  if (quietly) return false;
  if (!document.getElementById(id)) {
    const line = document.createElement("p");
    line.id = id;
    line.className = "govuk-error-message";
    line.dataset.hint = "";
    line.textContent = message;
    field.before(line);
    group.classList.add("govuk-form-group--error");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  }
  field.focus();
  return false;
}

/** After what and where: is it one of these? True when there is something new to look at before going on.
    Without an answer in time the server asks before the review. */
function offerAlike() {
  const list = form.querySelector("[data-alike]");
  const ASKED = ["submission", "text", "category", "subcategory", "unit", "urgent", "lat", "lon", "address", "county"];
  let last = "";
  return async () => {
    const typed = new URLSearchParams([...new FormData(form)].filter(([name, value]) => ASKED.includes(name) && value));
    if (!list || typed.toString() === last) return false;
    last = typed.toString();
    list.replaceChildren();
    try {
      const response = await fetch(list.dataset.alikeUrl, { method: "POST", body: typed, headers: { accept: "text/html" }, signal: AbortSignal.timeout(ALIKE_MS) });
      if (response.ok) list.innerHTML = await response.text();
    } catch {
      return false;
    }
    const first = list.querySelector("input");
    first?.focus({ preventScroll: true });
    if (first) list.scrollIntoView({ block: "start" });
    return Boolean(first);
  };
}

function followIdentity() {
  const named = form.querySelector("[data-named]");
  const follow = () => { named.hidden = !["named", "confidential"].includes(form.elements.identity?.value); };
  form.addEventListener("change", follow);
  form.addEventListener("minsheng:restored", follow);
  follow();
}

function followCategories() {
  const details = form.querySelector("[data-subcategories]");
  if (!details) return;
  const boxes = [...form.querySelectorAll("[data-reveals]")];
  const follow = () => {
    for (const box of boxes) {
      const group = document.getElementById(box.dataset.reveals);
      group.hidden = !box.checked;
      if (!box.checked) group.querySelectorAll("input").forEach((input) => { input.checked = false; });
    }
    details.hidden = !boxes.some((box) => box.checked);
    if (!details.hidden) details.open = true;
  };
  boxes.forEach((box) => box.addEventListener("change", follow));
  form.addEventListener("minsheng:restored", follow);
  follow();
}

/** What is typed survives a reload and a broken connection. Only in this tab; receipt.js clears it. */
function keepDraft() {
  const key = `minsheng-draft-${form.dataset.draft}`;
  const kept = () => [...form.elements].filter((field) => field.name && !NEVER_KEPT.has(field.name) && field.type !== "submit");
  const empty = kept().every((field) => (field.matches("[type=radio], [type=checkbox]") ? !field.checked || field.defaultChecked : !field.value));
  try {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (draft && empty) {
      for (const field of kept()) {
        const values = draft[field.name] ?? [];
        if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
        else field.value = values[0] ?? "";
      }
      queueMicrotask(() => form.dispatchEvent(new CustomEvent("minsheng:restored")));
    }
  } catch {
    // A browser that keeps nothing still has the form.
  }
  const keep = () => {
    const draft = {};
    for (const field of kept()) {
      if (field.matches("[type=radio], [type=checkbox]") && !field.checked) continue;
      if (field.value) (draft[field.name] ??= []).push(field.value);
    }
    try { sessionStorage.setItem(key, JSON.stringify(draft)); } catch { /* full or forbidden */ }
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

/** Thumbnails, and photographs of more than 2 MB made smaller before they travel. */
function shrinkPhotos() {
  const field = form.querySelector("input[type=file][name=photos]");
  const list = form.querySelector("[data-photos]");
  if (!field || !window.DataTransfer) return;
  const most = Number(form.dataset.maxPhotos) || 9;
  let files = [];
  let busy = null;

  const write = () => {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    field.files = transfer.files;
    draw();
  };
  const draw = (note) => {
    list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    list.replaceChildren(...files.map(thumbnail));
    if (!note) return;
    const line = document.createElement("li");
    line.textContent = note;
    list.append(line);
  };
  const thumbnail = (file, index) => {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = "";
    const name = document.createElement("span");
    name.textContent = file.name;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = form.dataset.textRemove;
    remove.setAttribute("aria-label", `${form.dataset.textRemove} ${file.name}`);
    remove.addEventListener("click", () => { files.splice(index, 1); write(); field.focus(); });
    item.append(image, name, remove);
    return item;
  };

  field.addEventListener("change", () => {
    const chosen = [...field.files];
    busy = (async () => {
      draw(form.dataset.textShrinking);
      const smaller = await Promise.all(chosen.map(shrink));
      const all = [...files, ...smaller];
      files = all.slice(0, most);
      write();
      if (all.length > most) draw(form.dataset.textTooMany);
      busy = null;
    })();
  });
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    busy.then(() => form.requestSubmit(event.submitter ?? undefined));
  }, true);
}

async function shrink(file) {
  if (file.size <= SHRINK_ABOVE || !file.type.startsWith("image/")) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file; // A picture that this browser cannot read is sent as it is; the server judges it.
  }
}

function button(text, kind) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = ["govuk-button", kind].filter(Boolean).join(" ");
  element.textContent = text;
  return element;
}
