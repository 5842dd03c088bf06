// What is offered only while nothing is written goes away with the first word, and comes back with the last one.
for (const offer of document.querySelectorAll("[data-while-empty]")) {
  const form = document.getElementById(offer.dataset.whileEmpty);
  const look = () => {
    offer.hidden = [...form.querySelectorAll("textarea, [data-row] input")].some((one) => one.value.trim());
  };
  form.addEventListener("input", look);
  look();
}
