// "/" goes to the search, unless one is writing.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = [...document.querySelectorAll("[data-search]")].find((box) => box.offsetParent);
  if (!search) return;
  event.preventDefault();
  search.focus();
});
