// Says that there are more comments than this page shows, asking every 15 seconds. A notice with a link: nothing on the
// page moves while somebody reads it, and without an answer nothing changes.
const EVERY = 15000;

export function tellOfNewComments() {
  const notice = document.querySelector("[data-said]");
  if (!notice) return;
  setInterval(async () => {
    if (document.visibilityState === "hidden") return;
    try {
      const address = `${location.pathname}?since=${notice.dataset.said}`;
      const headers = { Accept: "application/json" };
      const response = await fetch(address, { headers, credentials: "same-origin", redirect: "manual" });
      if (response.ok) show(notice, (await response.json()).new);
    } catch {
      // the line is down; the next question asks again
    }
  }, EVERY);
}

function show(notice, words) {
  const sentence = notice.querySelector("[data-words]");
  if (sentence.textContent !== words) sentence.textContent = words;
  notice.hidden = !words;
}
