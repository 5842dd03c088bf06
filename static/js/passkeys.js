// Passkeys: sets the sign-in library's own functions to work on the elements a page names in data attributes.
// <form data-passkey="authenticateForm" data-authenticate="id of button" data-credential="id of input" data-data="id of json">
for (const element of document.querySelectorAll("[data-passkey]")) {
  const { passkey, ...ids } = element.dataset;
  window.allauth.webauthn.forms[passkey]({ ids });
}

// What needs a script appears only where there is one, and a device that knows passkeys.
if (window.PublicKeyCredential) {
  for (const element of document.querySelectorAll("[data-needs-passkeys]")) element.hidden = false;
}

// Cancelled, timed out, or no such passkey: say so, and leave the other ways open.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-failed]")) words.hidden = false;
});
