// Answers are kept while one types, and questions that depend on them appear at once. Without this, Continue does both.
import { tell } from "./told.js";

const form = document.querySelector("form[data-autosave]");
const note = document.querySelector("[data-saved]");
if (form && note) {
  const url = form.dataset.autosave;
  const words = note.querySelector("[data-saved-text]");
  let timer, busy, waiting, failed = 0, dirty = false, stopped = false, signedOut = false;
  let unkept = note.hasAttribute("data-unsaved"), tooMuch = false; // typed, but more than can be kept, or sent at all

  const say = (text, kept = false) => {
    note.toggleAttribute("data-unsaved", !kept);
    if (words.textContent !== text) words.textContent = text;
  };
  const unsaved = () => say(form.dataset.time ? form.dataset.notSaved.replace("#", form.dataset.time) : form.dataset.neverSaved);
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
  const ask = (options) => fetch(url, { headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(8000), ...options });

  // Questions that are asked leave their template; those no longer asked are hidden, with what was typed in them.
  function reveal(enabled) {
    const on = new Set(enabled);
    for (let opened = true; opened; ) {
      opened = false;
      for (const one of form.querySelectorAll("[data-question]")) {
        one.hidden = !on.has(one.dataset.question);
        const inside = one.querySelector(":scope > template");
        if (inside && !one.hidden) { inside.replaceWith(inside.content); opened = true; }
      }
    }
  }

  // Whom to call, once an answer says that it must not wait: right under the question somebody is at.
  function help(isWanted) {
    const region = document.querySelector("[data-help]");
    if (!region || region.firstElementChild.hidden !== isWanted) return;
    if (isWanted) document.activeElement?.closest("[data-question]")?.after(region);
    region.firstElementChild.hidden = !isWanted;
  }

  // What follows from the answers. Where formulas are worked out a save leaves that to a question of its own.
  function show(state) {
    const [counted, bar] = document.querySelectorAll(".progress-words > :last-child, .progress-words + progress");
    if (bar) { counted.textContent = state.answered; [bar.value, bar.max] = state.progress; }
    reveal(state.enabled);
    help(state.help);
    for (const one of form.querySelectorAll("[data-worked-out]")) {
      const text = state.worked_out[one.dataset.workedOut] || one.dataset.none;
      if (one.innerText !== text) one.innerText = text;
    }
    relist(state.listed);
  }

  // Answers that follow from other answers: a question that offers something else now is taken anew from the server.
  async function relist(listed = {}) {
    const stale = [...form.querySelectorAll("input[name=listed]")].filter(({ value }) => {
      const key = value.split(":")[0];
      return key in listed && value !== `${key}:${listed[key]}`;
    });
    if (!stale.length) return;
    const answer = await fetch(location.pathname, { redirect: "manual" });
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const one of page && !dirty ? stale : []) {
      const question = one.closest("[data-question]");
      const fresh = page.getElementById(question.id);
      if (fresh) question.replaceWith(fresh);
    }
  }

  // After signing in again in another tab this page needs that session's form token.
  async function renew() {
    const answer = await ask({});
    if (!answer.ok) return false;
    form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
    return true;
  }

  // Files wait for Continue.
  const typedIn = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));

  async function send() {
    form.dispatchEvent(new Event("keeping"));
    const post = () => ask({ method: "POST", body: typedIn() });
    const refused = (answer) => answer.type === "opaqueredirect" || answer.status === 403;
    let answer = await post();
    if (refused(answer) && (await renew())) answer = await post();
    signedOut = refused(answer);
    return answer;
  }

  // More than the server reads at once: the longest answer is the one to shorten.
  function refuse() {
    const [longest] = [...form.querySelectorAll(".control")].sort((a, b) => b.value.length - a.value.length);
    const key = longest.closest("[data-question]").dataset.question;
    tell(form, { [key]: { message: form.dataset.tooMuch, control: longest.id } });
    unsaved();
  }

  async function save() {
    clearTimeout(timer);
    if (busy || stopped || !dirty) return;
    dirty = false;
    busy = send().then(async (answer) => {
      if (signedOut) throw new Error("signed out");
      if (answer.status === 410) { stopped = true; return say(form.dataset.over); }
      if (answer.status === 409) { stopped = true; return say(form.dataset.closed); }
      tooMuch = answer.status === 400 || answer.status === 413;
      if (tooMuch) return refuse();
      if (!answer.ok && answer.status !== 422) throw new Error(answer.status); // 422: kept, but for what is marked
      const now = await answer.json();
      failed = 0;
      form.dispatchEvent(new CustomEvent("kept", { detail: now }));
      if (now.conflicts.length) { stopped = true; return say(form.dataset.conflict); }
      form.elements.revision.value = now.revision;
      form.dataset.time = now.time;
      unkept = now.unkept.length > 0;
      tell(form, now.told);
      say(now.saved, !unkept);
      if (now.enabled) return show(now);
      const state = await ask({});
      if (state.ok) show(await state.json());
    }).catch(() => {
      dirty = true;
      signedOut ? say(form.dataset.signedOut) : unsaved();
      later(Math.min(30000, 3000 * 2 ** failed++));
    }).finally(() => {
      busy = null;
      if (waiting) { const by = waiting; waiting = null; form.requestSubmit(by); } else if (dirty && !failed) later(300);
    });
  }

  const typed = (wait) => { dirty = true; if (!navigator.onLine) unsaved(); later(wait); };
  form.addEventListener("input", () => typed(1500));
  form.addEventListener("change", () => typed(50));
  // Typed before this script was there, over a slow line, or brought back by the browser.
  const differs = (one) => (/^(checkbox|radio)$/.test(one.type) ? one.checked !== one.defaultChecked
    : one.matches("input:not([type=file]), textarea") && one.value !== one.defaultValue);
  if ([...form.elements].some(differs)) typed(1500);
  addEventListener("offline", () => (dirty || busy) && unsaved());
  addEventListener("online", () => later(0));
  addEventListener("focus", () => failed && later(0));
  addEventListener("beforeunload", (event) => { if ((failed && dirty) || unkept || tooMuch) event.preventDefault(); });

  // A press on Continue waits for a save under way; while nothing reaches the clinic the page stays, with its answers.
  form.addEventListener("submit", (event) => {
    if (busy) { waiting = event.submitter; event.preventDefault(); }
    else if (signedOut || !navigator.onLine) { event.preventDefault(); signedOut ? say(form.dataset.signedOut) : unsaved(); later(0); }
    else if (tooMuch) { event.preventDefault(); waiting = dirty ? event.submitter : null; save(); form.querySelector("[aria-invalid]")?.focus(); }
    else { clearTimeout(timer); failed = 0; unkept = false; }
  });
}
