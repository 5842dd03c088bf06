// “Print” asks the browser for its printer; without scripts the PDF stands beside it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
