// The calendar asks now and then whether something changed, and puts what did in place: no reload, and what somebody is
// at (a focused visit, an open card, a drag half done) is left alone.
import { asks } from "./by_itself.js";

const page = document.querySelector("[data-calendar]");
const EVERY = 20_000;
let renews = false;

async function ask() {
  if (document.hidden || renews) return;
  const answer = await asks(page.dataset.changes, page.dataset.mark);
  // Signed out, or not of the team any more: nothing of the day stays on the screen.
  if (answer?.status === 403) return location.reload();
  if (answer?.status === 200) await renew();
}

async function renew() {
  if (page.dataset.busy) return; // the next question brings it
  renews = true;
  const answer = await asks(location.pathname + location.search);
  renews = false;
  if (!answer?.ok || page.dataset.busy) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-calendar]");
  if (!fresh || page.dataset.busy) return;
  page.dataset.mark = fresh.dataset.mark;
  page.dataset.changes = fresh.dataset.changes;
  const changed = [...fresh.querySelectorAll("[data-live]")].filter(put);
  if (!changed.length) return;
  page.dispatchEvent(new Event("renewed"));
  say(page.dataset.said);
}

// True where it is not as it was.
function put(fresh) {
  const here = document.getElementById(fresh.id);
  if (!here || here.innerHTML === fresh.innerHTML) return false;
  const focused = here.contains(document.activeElement) ? document.activeElement : null;
  here.replaceChildren(...fresh.childNodes);
  if (focused) again(here, focused);
  return true;
}

// The same visit, or the same link, has the focus again; where it is gone, the days as a whole have it.
function again(here, focused) {
  const { visit } = focused.dataset;
  const same = visit ? `[data-visit="${visit}"]` : `a[href="${CSS.escape(focused.getAttribute("href") ?? "")}"]`;
  const found = [...here.querySelectorAll(same)].find((one) => one.offsetParent);
  if (found) return found.focus({ preventScroll: true });
  here.tabIndex = -1;
  here.focus({ preventScroll: true });
}

function say(words) {
  const place = page.querySelector("[data-live-said]");
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 100); // said again even where it is the same
}

if (page) {
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  page.addEventListener("ask", ask);
}
