// A box for files: they may be dropped on it, and what was chosen is named with its size before it is sent.
for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[type=file]");
  const label = input.form.querySelector("[data-drop-send]");
  const before = label.textContent;
  box.querySelector("[data-drop-words]").hidden = !matchMedia("(hover: hover)").matches;
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("drop-over");
  });
  for (const name of ["dragleave", "drop"]) box.addEventListener(name, () => box.classList.remove("drop-over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    tell();
  });
  input.addEventListener("change", tell);

  function tell() {
    const chosen = [...input.files];
    box.querySelector("[data-chosen]").replaceChildren(...chosen.map(line));
    const words = chosen.length === 1 ? box.dataset.one : box.dataset.many.replace("{n}", chosen.length);
    label.textContent = chosen.length ? words : before;
  }

  function line(file) {
    const item = document.createElement("li");
    const size = `${(file.size / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
    item.textContent = `${file.name}, ${file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : size}`;
    if (file.size > Number(box.dataset.most)) item.append(`: ${box.dataset.tooLarge}`);
    return item;
  }
}
