// A form marked data-shows: what its answers mean is asked for as they change, and put in place. Nothing is saved; the
// button that does the same stays for those without scripts.
const form = document.querySelector("form[data-shows]");
const button = form?.querySelector("[data-show]");
let asked = 0;

async function show() {
  const mine = ++asked;
  const sent = new FormData(form, button);
  const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" }).catch(() => null);
  if (!answer || mine !== asked || (!answer.ok && answer.status !== 422)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  for (const fresh of page.querySelectorAll("[data-shown]")) {
    document.getElementById(fresh.id)?.replaceChildren(...fresh.childNodes);
  }
}

if (form) {
  form.addEventListener("change", show);
  button.parentElement.hidden = true;
}
