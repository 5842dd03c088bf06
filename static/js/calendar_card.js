// A visit's card opens over the calendar: on a press it takes the focus, on hover or focus it only shows. Escape closes
// it, and the focus goes back to the visit. Without scripts a visit is a link to its page, which says the same.
const page = document.querySelector("[data-calendar]");
const place = page?.querySelector("[data-card-place]");
const PAUSE = 400; // milliseconds over a visit before its card shows
const GRACE = 300; // on the way from the visit to its card
const GAP = 8;
let opened = null; // the id of the visit whose card is open
let kept = false; // pressed open, rather than hovered
let timer;
let asked = 0;

const visitAt = (target) => target.closest?.("#calendar-body [data-visit]");
const visitOf = (id) => [...page.querySelectorAll(`[data-visit="${id}"]`)].find((one) => one.offsetParent);

async function open(visit, keep) {
  clearTimeout(timer);
  const id = visit.dataset.visit;
  if (opened === id) return keep && hold();
  const mine = ++asked;
  const address = `${visit.pathname}card/?back=${encodeURIComponent(page.dataset.back)}`;
  const answer = await fetch(address).catch(() => null);
  const parsed = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const card = parsed && parsed.querySelector("[data-card]");
  if (mine !== asked) return;
  if (!card) return keep && location.assign(visit.href);
  if (page.dataset.busy) return;
  opened = id;
  kept = false;
  place.replaceChildren(card);
  put(card, visitOf(id) ?? visit);
  if (keep) hold();
}

function hold() {
  kept = true;
  place.querySelector("[data-card]").focus({ preventScroll: true });
}

// Beside the visit where there is room, within the page; on a phone it lies at the foot of the screen (by its class).
function put(card, visit) {
  const around = page.getBoundingClientRect();
  const { left, right, top } = visit.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const beside = right + GAP + width <= around.right ? right + GAP : Math.max(left - GAP - width, around.left);
  const low = Math.max(Math.min(top, innerHeight - height - GAP), GAP);
  card.style.left = `${beside - around.left}px`;
  card.style.top = `${low - around.top}px`;
}

function close(back) {
  clearTimeout(timer);
  asked += 1;
  const id = opened;
  const had = place.contains(document.activeElement);
  opened = null;
  kept = false;
  place.replaceChildren();
  if (!id || !(back || had)) return;
  visitOf(id)?.focus();
  clearTimeout(timer); // the focus that came back opens nothing
}

function soon(act, pause) {
  clearTimeout(timer);
  timer = setTimeout(act, pause);
}

if (page) {
  page.addEventListener("click", (event) => {
    const visit = visitAt(event.target);
    if (event.target.closest("[data-card-close]")) return close(true);
    if (!visit || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(visit, true);
  });
  page.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || kept || page.dataset.busy) return;
    const visit = visitAt(event.target);
    if (visit) return soon(() => open(visit, false), PAUSE);
    if (event.target.closest("[data-card]")) return clearTimeout(timer);
    soon(() => kept || close(false), GRACE);
  });
  page.addEventListener("focusin", (event) => {
    const visit = visitAt(event.target);
    if (visit?.matches(":focus-visible") && visit.dataset.visit !== opened) soon(() => open(visit, false), PAUSE);
  });
  page.addEventListener("focusout", (event) => {
    if (opened && !kept && visitAt(event.target) && !place.contains(event.relatedTarget)) close(false);
  });
  // From its ends the way leads back into the calendar.
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...place.querySelectorAll("a, button")];
    const end = event.shiftKey ? [stops[0], place.firstElementChild] : [stops.at(-1)];
    if (!end.includes(document.activeElement)) return;
    event.preventDefault();
    close(true);
  });
  addEventListener("keydown", (event) => event.key === "Escape" && opened && close(kept));
  addEventListener("pointerdown", (event) => opened && !event.target.closest?.("[data-card], [data-visit]") && close(false));
  page.addEventListener("dragged", () => close(false));
  // Back from an action on a card, the visit it was about has the focus.
  if (location.hash.startsWith("#v-")) visitOf(location.hash.slice(3))?.focus();
}
