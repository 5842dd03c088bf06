// One tick for all lines of a page; it is not there without scripts, where each is ticked by itself.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  const boxes = [...all.form.querySelectorAll(`[name="${all.dataset.tickAll}"]`)];
  const say = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  all.form.addEventListener("change", say);
  addEventListener("pageshow", say);
  say();
}
