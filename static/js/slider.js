// A slider beside the number it sets. Without this the number is typed; a slider nobody touched has no number.
function begin(range) {
  const number = document.getElementById(range.dataset.slider);
  const tell = () => range.setAttribute("aria-valuetext", number.value || "–");
  range.parentElement.hidden = false;
  range.addEventListener("input", () => { number.value = range.value; tell(); });
  range.addEventListener("click", () => { number.value = range.value; tell(); range.dispatchEvent(new Event("change", { bubbles: true })); });
  number.addEventListener("input", () => { range.value = number.value.replace(",", "."); tell(); });
  tell();
}

// Also those in questions that are asked only later.
const all = () => document.querySelectorAll("[data-slider]:not([data-begun])").forEach((range) => {
  range.dataset.begun = "";
  begin(range);
});
new MutationObserver(all).observe(document.querySelector("main"), { childList: true, subtree: true });
all();
