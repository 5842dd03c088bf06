// What is said beside a question while one types, and taken back once it no longer holds.
// `told` is {question: {message, control}}: the words, and the id of the control they are about.
export function tell(form, told) {
  for (const error of form.querySelectorAll("[data-told]")) if (!(error.dataset.told in told)) takeBack(error);
  for (const [key, { message, control }] of Object.entries(told)) {
    const error = document.getElementById(`${key}_error`) ?? begin(form, key);
    if (!error) continue;
    const words = error.querySelector("[data-words]");
    if (words.textContent !== message) words.textContent = message;
    mark(error, document.getElementById(control));
  }
}

// The message stands where the server would have put it: under the question and its hint.
function begin(form, key) {
  const question = document.getElementById(`${key}-question`);
  const above = document.getElementById(`${key}_helptext`) ?? question?.querySelector(".label");
  if (!above) return null;
  const error = form.querySelector("template[data-error]").content.firstElementChild.cloneNode(true);
  error.id = `${key}_error`;
  above.after(error);
  error.parentElement.classList.add("field-bad");
  return error;
}

function mark(error, control) {
  error.dataset.told = error.id.replace(/_error$/, "");
  if (!control || control.getAttribute("aria-invalid")) return;
  const described = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== error.id);
  control.setAttribute("aria-describedby", [...described, error.id].join(" "));
  control.setAttribute("aria-invalid", "true");
}

function takeBack(error) {
  const field = error.parentElement;
  for (const control of field.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    const described = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== error.id);
    described.join("") ? control.setAttribute("aria-describedby", described.join(" ")) : control.removeAttribute("aria-describedby");
  }
  field.classList.remove("field-bad");
  error.remove();
}
