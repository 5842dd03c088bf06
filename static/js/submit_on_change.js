// A form marked data-submit-on-change sends itself when a choice changes; its button stays for those without scripts.
for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.querySelector("[data-submit]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}
