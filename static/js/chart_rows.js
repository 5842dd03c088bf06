// "Add a row" without asking the server: the last row once more, empty. Without this the button does it by sending.
for (const button of document.querySelectorAll("[data-add-row]")) {
  button.addEventListener("click", (event) => {
    const rows = button.closest("[data-rows]").querySelectorAll("[data-row]");
    const last = rows[rows.length - 1];
    const first = last.querySelector("input");
    event.preventDefault();
    if (![...last.querySelectorAll("input")].some((one) => one.value)) return first.focus();
    const next = last.cloneNode(true);
    next.setAttribute("aria-label", next.getAttribute("aria-label").replace(/\d+$/, rows.length + 1));
    for (const label of next.querySelectorAll("label")) {
      const input = label.querySelector("input");
      for (const name of ["aria-invalid", "aria-describedby", "autofocus"]) input.removeAttribute(name);
      input.value = input.defaultValue = "";
      input.name = input.name.replace(/-\d+-/, `-${rows.length}-`);
      input.id = label.htmlFor = `id_${input.name}`;
    }
    last.after(next);
    next.querySelector("input").focus();
  });
}
