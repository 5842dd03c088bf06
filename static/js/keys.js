// Keys of the office: "/" to the search, "g" and a letter to a room, "?" tells which there are. They can be switched
// off, for whoever speaks to the computer or types by accident (WCAG 2.1.4); what was chosen stays in this browser.
const OFF = "office-keys-off";
const help = document.querySelector("[data-keys]");
let goes = 0; // until when a letter after "g" counts

function areOn() {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true; // a browser that keeps nothing
  }
}

function choose(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {}
}

function search() {
  const box = [...document.querySelectorAll("[data-search]")].find((one) => one.offsetParent);
  box?.focus();
  box?.select();
  return box;
}

function go(key) {
  const link = help?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
  return link;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !areOn()) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  const isSecond = event.timeStamp < goes;
  goes = 0;
  if (isSecond && go(event.key.toLowerCase())) event.preventDefault();
  else if (event.key === "g") goes = event.timeStamp + 1500;
  else if (event.key === "/" && search()) event.preventDefault();
  else if (event.key === "?" && help) {
    event.preventDefault();
    help.showModal();
  }
});

if (help) {
  const on = help.querySelector("[data-keys-on]");
  on.checked = areOn();
  on.addEventListener("change", () => choose(on.checked));
  for (const opener of document.querySelectorAll("[data-keys-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => help.showModal());
  }
}
