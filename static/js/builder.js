// The builder of forms: a field is saved when it is left, and the rest of the page follows without losing the place.
// Rows of the outline can be dragged. Without this, buttons do both.
const builder = document.querySelector("[data-builder]");
const part = (name, page = document) => page.querySelector(`[data-part="${name}"]`);
let busy = Promise.resolve();

function follow(page, all) {
  for (const name of ["errors", "state", "outline", "preview", ...(all ? ["panel"] : [])]) {
    const now = part(name), then = part(name, page);
    if (now && then) now.replaceWith(document.adoptNode(then));
  }
  // Rows that were new are known by their names from now on.
  for (const was of page.querySelectorAll("[data-part=panel] [name$='-was']")) {
    const named = (name, where) => where.querySelector(`[data-part=panel] [name="${name}"]`);
    const mine = named(was.name, document), label = was.name.replace(/-was$/, "-label");
    if (mine && named(label, document)?.value.trim() === named(label, page)?.value) mine.value = was.value;
  }
  // Fields that stay keep what is typed; their page knows the draft as it is now.
  const revision = part("state").querySelector("[name=revision]").value;
  for (const input of document.querySelectorAll("[name=revision]")) input.value = revision;
  mark();
}

async function save(form, all) {
  const note = document.querySelector("[data-saved-text]");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" } });
    if (!answer.ok && answer.status !== 409 && !(all && answer.status === 422)) throw new Error(answer.status);
    const focused = document.activeElement?.id;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The draft is gone: the page that says so comes in place of this one, with what was typed.
    if (answer.status === 409 && !page.querySelector("[data-builder]")) return form.submit();
    follow(page, all || answer.status === 409);
    if (all && focused) document.getElementById(focused)?.focus();
  } catch {
    if (note) note.textContent = builder.dataset.notSaved;
  }
}

// What decides which other fields there are: the whole panel follows.
const decides = (field) => field.name === "kind" || field.hasAttribute("data-structure");
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-save]");
  if (!form) return;
  const all = decides(event.target);
  busy = busy.then(() => form.isConnected && save(form, all));
});

// A press on a button waits until the last field is saved, so that its page is not out of date.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.waited || !builder.contains(form) && !part("state").contains(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const by = event.submitter;
  // In a task of its own: a form that is just being sent cannot be sent.
  busy.then(() => setTimeout(() => {
    const there = form.isConnected ? form : document.querySelector(`form[action="${form.getAttribute("action")}"]`);
    there.dataset.waited = "1";
    there.requestSubmit(by?.isConnected ? by : null);
  }));
}, true);

// The chosen question stands out in the preview.
function mark() {
  const shown = document.querySelector(".as-patient");
  const key = shown?.dataset.key;
  if (key) shown.querySelector(`#${CSS.escape(key)}-question`)?.classList.add("is-chosen");
  for (const row of document.querySelectorAll("[data-item]")) row.draggable = true;
}

// Dragging: above the middle of a row before it, below after it; onto a page into it.
let dragged;
const over = (event) => event.target.closest?.("[data-item]");
function side(event, row) {
  const box = row.getBoundingClientRect();
  if (row.hasAttribute("data-is-page") && !dragged.hasAttribute("data-is-page")) return "inside";
  return event.clientY < box.top + box.height / 2 ? "before" : "after";
}
function clear() {
  for (const row of document.querySelectorAll("[class*=outline-over-]")) row.classList.remove("outline-over-before", "outline-over-after", "outline-over-inside");
}
document.addEventListener("dragstart", (event) => {
  dragged = over(event);
  if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.item);
});
document.addEventListener("dragover", (event) => {
  const row = over(event);
  clear();
  if (!dragged || !row || row === dragged) return;
  event.preventDefault();
  row.classList.add(`outline-over-${side(event, row)}`);
});
document.addEventListener("drop", (event) => {
  const row = over(event);
  if (!dragged || !row || row === dragged) return;
  event.preventDefault();
  const form = document.querySelector("form[data-drop]");
  form.action = `${part("outline").querySelector("[data-items]").dataset.items}${dragged.dataset.item}/place/`;
  form.elements.target.value = row.dataset.item;
  form.elements.where.value = side(event, row);
  form.requestSubmit();
});
document.addEventListener("dragend", () => { dragged = null; clear(); });
mark();
