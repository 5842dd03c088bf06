// The held time counts down in whole minutes. The words change once a minute, so a screen reader speaks once a minute.
for (const notice of document.querySelectorAll("[data-hold]")) {
  const left = notice.querySelector("[data-hold-left]");
  const end = Date.now() + notice.dataset.hold * 1000;

  const tick = () => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds <= 0) return over();
    const minutes = Math.floor(seconds / 60);
    const { one, many, less } = left.dataset;
    const words = minutes < 1 ? less : minutes === 1 ? one : many.replace("#", minutes);
    if (left.textContent !== words) left.textContent = words;
    setTimeout(tick, ((seconds % 60) + 1) * 1000);
  };

  const over = () => {
    notice.classList.add("held-over");
    notice.querySelector("[data-hold-running]").hidden = true;
    notice.querySelector("[data-hold-over]").hidden = false;
  };

  tick();
  addEventListener("pageshow", (event) => event.persisted && tick());
}
