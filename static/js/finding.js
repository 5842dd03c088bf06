// While somebody types into the search of the office, the first who fit stand below it: arrows choose, Enter opens.
// Without this the form answers with a page.
const AFTER = 200;
const FEWEST = 2;
const PICK = '[role="option"]';

function begin(box) {
  const list = document.createElement("div");
  const told = document.createElement("p");
  list.id = `${box.id}-found`;
  list.className = "found-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0].textContent);
  list.hidden = true;
  told.className = "visually-hidden";
  told.setAttribute("aria-live", "polite");
  box.form.append(list, told);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id })) {
    box.setAttribute(name, value);
  }
  let timer, asking, chosen;

  function choose(option) {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    box.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) choose(null);
  }

  async function ask() {
    const typed = box.value.trim();
    asking?.abort();
    if (typed.length < FEWEST) return open(false);
    asking = new AbortController();
    const where = `${box.dataset.search}?${new URLSearchParams({ q: typed })}`;
    const answer = await fetch(where, { signal: asking.signal, redirect: "error" }).catch(() => null);
    if (!answer?.ok || box.value.trim() !== typed) return;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-said]");
    if (!part || document.activeElement !== box) return;
    choose(null);
    list.replaceChildren(...part.children);
    list.querySelectorAll(PICK).forEach((option, number) => (option.id = `${list.id}-${number}`));
    told.textContent = part.dataset.said;
    open(true);
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, AFTER);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const options = [...list.querySelectorAll(PICK)];
    const at = options.indexOf(chosen);
    if (event.key === "ArrowDown") choose(options[(at + 1) % options.length]);
    else if (event.key === "ArrowUp") choose(options[at <= 0 ? options.length - 1 : at - 1]);
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && chosen) location.assign(chosen.href);
    else return;
    event.preventDefault();
  });
  // A press on one of them comes first: it takes the focus before it leads on.
  box.form.addEventListener("focusout", (event) => {
    if (!box.form.contains(event.relatedTarget)) open(false);
  });
}

document.querySelectorAll("[data-search]").forEach((box) => box.dataset.search && begin(box));
