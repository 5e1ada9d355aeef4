// Passkeys: [data-passkey] holds a button, a place for what is said and the options as JSON. What the device answers
// goes into the hidden field named by data-into; with data-send the form is sent, else the person presses their answer.
const REFUSED = ["NotAllowedError", "AbortError"];

export function usePasskeys() {
  for (const place of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential || !navigator.credentials) continue;
    place.hidden = false;
    for (const other of document.querySelectorAll("[data-with-passkey]")) other.hidden = false;
    const button = place.querySelector("button");
    button.addEventListener("click", () => ask(place, button));
  }
}

async function ask(place, button) {
  const said = place.querySelector("[role=status]");
  const into = document.getElementById(place.dataset.into);
  said.textContent = place.dataset.waits;
  button.disabled = true;
  try {
    const options = JSON.parse(place.querySelector("script[type='application/json']").textContent);
    into.value = JSON.stringify(await answer(place.dataset.passkey, options.publicKey));
    said.textContent = place.dataset.done || "";
    if ("send" in place.dataset) into.form.submit();
    else free(into.form);
  } catch (error) {
    into.value = "";
    said.textContent = place.dataset.failed;
    button.disabled = false;
    if (!REFUSED.includes(error.name)) throw error;
  }
}

// Who has used a passkey types neither password nor code.
function free(form) {
  for (const name of ["password", "code"]) {
    const field = form.elements[name];
    if (field) field.closest(".govuk-form-group").hidden = true;
  }
  for (const other of form.querySelectorAll("[data-with-passkey]")) other.hidden = true;
}

async function answer(what, options) {
  const asked = { ...options, challenge: bytes(options.challenge) };
  for (const list of ["allowCredentials", "excludeCredentials"])
    if (asked[list]) asked[list] = asked[list].map((each) => ({ ...each, id: bytes(each.id) }));
  if (what === "create") {
    asked.user = { ...asked.user, id: bytes(asked.user.id) };
    return plain(await navigator.credentials.create({ publicKey: asked }));
  }
  return plain(await navigator.credentials.get({ publicKey: asked }));
}

function plain(credential) {
  const found = { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: {} };
  found.clientExtensionResults = credential.getClientExtensionResults();
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) found.response[name] = text(credential.response[name]);
  return found;
}

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  let plain = "";
  for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
