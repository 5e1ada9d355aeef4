// Says who else has the text open, asking every 15 seconds. A notice only: without an answer nothing changes.
const EVERY = 15000;

export function showPresence() {
  const form = document.querySelector("form[data-presence]");
  const notice = document.querySelector("[data-others]");
  if (!form || !notice) return;
  setInterval(async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const headers = { Accept: "application/json" };
      const response = await fetch(form.dataset.presence, { headers, credentials: "same-origin", redirect: "manual" });
      if (response.ok) show(notice, (await response.json()).others);
    } catch {
      // the line is down; the words are what matters, and they have their own notice
    }
  }, EVERY);
}

function show(notice, words) {
  if (notice.textContent !== words) notice.textContent = words;
  notice.hidden = !words;
}
