// A form marked data-warn-unsaved asks before what was typed in it, and not kept on the server, is left behind.
export function warnBeforeLeaving() {
  for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
    let changed = false;
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("kept", () => (changed = false));
    form.addEventListener("submit", () => (changed = false));
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}
