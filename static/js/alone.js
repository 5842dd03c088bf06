// "None of these" and the other answers exclude each other: ticking one clears the other. Without this, the server asks.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const all = target.closest("fieldset.choices")?.querySelectorAll(`[name="${CSS.escape(target.name)}"]`) ?? [];
  for (const other of all) if (other !== target && (target.dataset.alone ?? other.dataset.alone) !== undefined) other.checked = false;
});
