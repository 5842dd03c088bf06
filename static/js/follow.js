// The part of the page that changes is asked for again every few seconds, until it says that all is over.
const EVERY = 5000;

async function again() {
  const here = document.querySelector("[data-follow]");
  if (!here || "over" in here.dataset) return;
  if (document.visibilityState === "visible" && !here.contains(document.activeElement)) {
    const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
    if (answer?.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-follow]");
      if (fresh && !here.contains(document.activeElement)) here.replaceWith(fresh);
    }
  }
  setTimeout(again, EVERY);
}

setTimeout(again, EVERY);
