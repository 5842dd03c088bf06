// Copies the code that stands above; without a script it is selected by hand.
for (const place of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // only on https, and on this machine
  place.hidden = false;
  const code = document.getElementById(place.dataset.copy);
  const said = place.querySelector("[data-copied]");
  place.querySelector("button").addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    said.textContent = said.dataset.copied;
  });
  new MutationObserver(() => { said.textContent = ""; }).observe(code, { childList: true, subtree: true });
}
