// Small manners every page may have; each page works without them.

// Once: a second press while the first is under way sends nothing. The button stays enabled, so that its
// name and value are posted and assistive technology keeps its place.
addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), 10000); // a download or a lost connection leaves the page in place
});

function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

// Back brings the page as it was left: let it be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// The summary of errors is read first.
document.querySelector("[data-focus]")?.focus();

// However many people: the tab of the one whose page this is stands in view.
const tab = document.querySelector(".people [aria-current]");
if (tab) {
  const row = tab.closest("ul");
  const more = row.querySelector(".person-add");
  const end = more ? more.getBoundingClientRect().left : row.getBoundingClientRect().right;
  const over = tab.getBoundingClientRect().right - end;
  if (over > 0) row.scrollLeft += over + 8;
}

// A row of tabs that is wider than the page stands where one is.
for (const here of document.querySelectorAll(".tabs [aria-current]")) {
  const row = here.closest(".tabs").getBoundingClientRect();
  const own = here.getBoundingClientRect();
  here.closest(".tabs").scrollLeft += own.left + own.width / 2 - (row.left + row.width / 2);
}

// Open menus close on Escape and when one goes elsewhere.
function close(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}
addEventListener("click", (event) => close(event.target.closest("details[data-menu]")));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  close();
  menu?.querySelector("summary").focus();
});
