// A form marked data-shows: what its answers mean is asked for as they change, and put in place. Nothing is saved; the
// button that does the same stays for those without scripts. With data-shows="typing" words count while they are typed.
const form = document.querySelector("form[data-shows]");
const button = form?.querySelector("[data-show]");
const PAUSE = 150;
let asked = 0;
let typing;

async function show() {
  clearTimeout(typing);
  const mine = ++asked;
  const sent = new FormData(form, button);
  const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" }).catch(() => null);
  if (!answer || mine !== asked || (!answer.ok && answer.status !== 422)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  for (const fresh of page.querySelectorAll("[data-shown]")) {
    const here = document.getElementById(fresh.id);
    // What stays the same is left alone: it is not read out again, and what was selected in it stays so.
    if (here && here.innerHTML !== fresh.innerHTML) here.replaceChildren(...fresh.childNodes);
  }
}

function wait(event) {
  if (!event.target.matches("input:not([type=radio], [type=checkbox]), textarea")) return; // those change at once
  clearTimeout(typing);
  typing = setTimeout(show, PAUSE);
}

if (form) {
  form.addEventListener("change", show);
  if (form.dataset.shows === "typing") form.addEventListener("input", wait);
  button.parentElement.hidden = true;
}
