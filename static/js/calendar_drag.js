// A visit is dragged to another time or person, or made longer at its lower edge. Dropping leads to the page that moves
// visits: it says what speaks against it, and nothing has happened until somebody presses there. The same is reached
// from the visit's card without dragging.
const page = document.querySelector("[data-calendar]");
const GRIP = 8; // pixels at the lower edge
const SLOP = 5; // pixels before a press is a drag
const STEP = { move: 15, length: 5 }; // minutes
const SHORTEST = 5;
const PLACE = /\b(h|m|hh|mm)\d+\b/g;
let drag = null;

const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
const snap = (minutes, step) => Math.round(minutes / step) * step;

function begin(event) {
  const visit = event.target.closest?.(".calendar-columns [data-minutes]");
  if (!visit || event.button || event.pointerType === "touch") return;
  const how = visit.getBoundingClientRect().bottom - event.clientY <= GRIP ? "length" : "move";
  const hours = visit.closest(".calendar").dataset;
  drag = { visit, how, x: event.clientX, y: event.clientY, first: Number(hours.first) * 60, last: Number(hours.last) * 60 };
  drag.column = visit.closest("[data-column]");
  drag.start = Number(visit.dataset.minute);
  drag.minutes = Number(visit.dataset.minutes);
}

function follow(event) {
  if (!drag) return;
  if (!drag.ghost) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < SLOP) return;
    drag.ghost = drag.visit.cloneNode(true);
    for (const name of ["id", "href", "data-visit", "data-minutes"]) drag.ghost.removeAttribute(name);
    drag.ghost.classList.add("block-ghost");
    drag.visit.classList.add("block-lifted");
    page.dataset.busy = "1";
    page.dispatchEvent(new Event("dragged"));
  }
  event.preventDefault();
  const moved = ((event.clientY - drag.y) / drag.column.getBoundingClientRect().height) * (drag.last - drag.first);
  let start = drag.start;
  let { minutes } = drag;
  let { column } = drag;
  if (drag.how === "length") {
    minutes = clamp(snap(drag.start + drag.minutes + moved, STEP.length), start + SHORTEST, drag.last) - start;
  } else {
    const beside = [...page.querySelectorAll(".calendar-columns [data-column]")];
    column = beside.find((one) => inside(one.getBoundingClientRect(), event.clientX)) ?? column;
    start = clamp(snap(drag.start + moved, STEP.move), drag.first, drag.last - SHORTEST);
  }
  drag.now = { start, minutes, column };
  show();
}

const inside = (box, x) => box.left <= x && x < box.right;

// Where a block stands, and how long it is, is written in its classes (components/day_calendar.html).
function show() {
  const { start, minutes, column } = drag.now;
  const steps = Math.ceil(Math.min(minutes, drag.last - start) / 5);
  const at = `h${Math.floor(start / 60)} m${Math.floor((start % 60) / 5) * 5}`;
  const lasts = `hh${Math.floor(steps / 12)} mm${(steps % 12) * 5}`;
  drag.ghost.className = `${drag.ghost.className.replace(PLACE, "").trim()} ${at} ${lasts}`;
  if (drag.ghost.parentElement !== column) column.append(drag.ghost);
}

function drop() {
  const done = drag;
  stop();
  if (!done?.now) return;
  // The press that ended the drag is no press on the visit.
  addEventListener("click", swallow, { capture: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
  const { start, minutes, column } = done.now;
  const stays = start === done.start && minutes === done.minutes && column === done.column;
  if (stays) page.dispatchEvent(new Event("ask")); // what was left alone meanwhile
  else location.assign(address(done.visit, start, minutes, column.dataset));
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

function address(visit, start, minutes, { person, day }) {
  const [year, month, date] = day.split("-");
  const time = `${Math.floor(start / 60)}:${String(start % 60).padStart(2, "0")}`;
  const { service, place } = visit.dataset;
  const asked = { service, practitioner: person, location: place, day_day: date, day_month: month, day_year: year, time, minutes };
  return `${visit.pathname}move/?${new URLSearchParams(asked)}`;
}

function stop() {
  drag?.ghost?.remove();
  drag?.visit.classList.remove("block-lifted");
  drag = null;
  delete page.dataset.busy;
}

if (page) {
  page.addEventListener("pointerdown", begin);
  addEventListener("pointermove", follow);
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", stop);
  addEventListener("pageshow", stop);
  addEventListener("keydown", (event) => event.key === "Escape" && drag && stop());
  page.addEventListener("dragstart", (event) => event.target.closest("[data-minutes]") && event.preventDefault());
}
