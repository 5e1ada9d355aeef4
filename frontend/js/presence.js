// Says who else has the text open, and who saved it since this page was, asking every 15 seconds. Notices only: without
// an answer nothing changes.
const EVERY = 15000;

export function showPresence() {
  const form = document.querySelector("form[data-presence]");
  const others = document.querySelector("[data-others]");
  const saved = document.querySelector("[data-saved]");
  if (!form || !others || !saved) return;
  setInterval(async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const headers = { Accept: "application/json" };
      const address = `${form.dataset.presence}?since=${form.elements.base.value}`;
      const response = await fetch(address, { headers, credentials: "same-origin", redirect: "manual" });
      if (!response.ok) return;
      const answer = await response.json();
      show(others, answer.others);
      show(saved, answer.saved);
    } catch {
      // the line is down; the words are what matters, and they have their own notice
    }
  }, EVERY);
}

function show(notice, words) {
  if (notice.textContent !== words) notice.textContent = words;
  notice.hidden = !words;
}
