// A form marked data-keep sends what was typed to that address every few seconds, where it is kept unsaved for its
// author. Nothing is stored in the browser: desks are shared. "Kept" is said only after the server has said it.
const PAUSE = 3000;
const RETRY = 10000;
const MOST_WHILE_LEAVING = 60000; // browsers refuse more in a request that outlives its page

export function keepWords() {
  for (const form of document.querySelectorAll("form[data-keep]")) keep(form);
}

function keep(form) {
  let typed = 0;
  let kept = 0;
  let timer = null;
  let isSending = false;
  let isSubmitted = false;
  const status = form.querySelector("[data-kept-status]");

  const say = (words) => {
    if (status && status.textContent !== words) status.textContent = words;
  };
  const later = (pause) => {
    if (!timer && !isSubmitted) timer = setTimeout(send, pause);
  };

  async function send() {
    timer = null;
    if (isSending || isSubmitted || kept === typed) return;
    isSending = true;
    const sent = typed;
    try {
      if (await understood(await post(form))) {
        kept = sent;
        if (kept === typed) form.dispatchEvent(new Event("kept"));
      }
    } catch {
      say(form.dataset.notKept);
      setTimeout(() => later(0), RETRY);
      return;
    } finally {
      isSending = false;
    }
    if (kept !== typed) later(PAUSE);
  }

  // Whether the server has these words now.
  async function understood(response) {
    if (response.status >= 500 || response.type === "opaqueredirect") throw new Error("no answer");
    const answer = await response.json();
    if (answer.csrf) form.elements.csrfmiddlewaretoken.value = answer.csrf;
    if (answer.words_token) form.elements.words_token.value = answer.words_token;
    if (answer.message !== undefined) say(answer.message);
    if (response.status === 400) kept = typed; // too long: to be tried again when something changes
    return response.ok || response.status === 401;
  }

  form.addEventListener("input", () => {
    typed += 1;
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    isSubmitted = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => {
    isSubmitted = false; // come back to by the "Back" button
    timer = null;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && kept !== typed && !isSubmitted) post(form, true).catch(() => {});
  });
}

function post(form, isLeaving = false) {
  const words = new URLSearchParams(new FormData(form));
  words.set("act", "keep");
  return fetch(form.dataset.keep, {
    method: "POST",
    body: words,
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
    keepalive: isLeaving && words.toString().length < MOST_WHILE_LEAVING,
  });
}
