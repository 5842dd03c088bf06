// The button says how many mails are ticked. Without this it says "Send the ticked invites".
for (const form of document.querySelectorAll("form[data-ticks]")) {
  const words = form.querySelector("[data-tick-count]");
  const say = () => {
    const without = [...form.querySelectorAll("[name=without]:checked")].map((box) => box.value);
    const ticked = [...form.querySelectorAll("[name=family]:checked, [name=single]:checked")];
    const count = ticked.filter((box) => !without.includes(box.name)).length;
    const { none, one, many } = words.dataset;
    words.textContent = count === 0 ? none : count === 1 ? one : many.replace("#", count);
  };
  if (words) {
    form.addEventListener("change", say);
    addEventListener("pageshow", say);
    say();
  }
}
