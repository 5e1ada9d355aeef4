// Selecting words of a text inside [data-comment] offers a link that opens the comment form with them. The links beside
// the paragraphs do the same without this file.
const LONGEST = 1500; // more than this is named by its paragraphs alone: addresses are not for essays
const NOT_OF_THE_TEXT = ".og-mark__link, .govuk-visually-hidden";
const LETTER = /[\p{L}\p{N}_]/u;

export function commentOnSelection() {
  if (!document.querySelector("[data-comment]")) return;
  const link = document.createElement("a");
  link.className = "govuk-button og-comment-on";
  link.draggable = false;
  let timer = null;

  function offer() {
    const selection = document.getSelection();
    const range = selection && selection.rangeCount ? selection.getRangeAt(0) : null;
    const chosen = range && !range.collapsed ? passagesIn(range) : [];
    if (chosen.length) show(link, range, chosen);
    else if (document.activeElement !== link) link.remove();
  }

  // Pressing the link does not end the selection that it is about.
  link.addEventListener("mousedown", (event) => event.preventDefault());
  // Whoever selects by keyboard comes to it with the next Tab, wherever the focus was before.
  let isNew = false;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    if (isNew && link.isConnected && !event.shiftKey) {
      event.preventDefault();
      link.focus();
    }
    isNew = false;
  });
  document.addEventListener("selectionchange", () => {
    isNew = true;
    clearTimeout(timer);
    timer = setTimeout(offer, 200);
  });
  window.addEventListener("resize", offer);
}

// The link stands behind the first of the paragraphs and is drawn below the words.
function show(link, range, chosen) {
  const place = chosen[0].passage.closest("[data-comment]");
  const query = new URLSearchParams(chosen[0].passage.dataset.place.slice(1));
  query.set("to", new URLSearchParams(chosen[chosen.length - 1].passage.dataset.place.slice(1)).get("to"));
  const words = chosen.map((one) => one.words).join("\n");
  if (words.length <= LONGEST) {
    query.set("words", words);
    query.set("after", chosen[0].wordsBefore);
  }
  link.href = `${place.dataset.comment}?${query}`;
  link.textContent = place.dataset.commentLabel;
  const prose = chosen[0].passage.querySelector(".og-prose");
  if (prose.nextSibling !== link) prose.after(link);
  const box = range.getBoundingClientRect();
  const room = document.documentElement.clientWidth - link.offsetWidth - 8;
  link.style.left = `${Math.max(8, Math.min(box.left, room)) + window.scrollX}px`;
  link.style.top = `${box.bottom + window.scrollY + 8}px`;
}

// The paragraphs of one text that the selection touches, with the words of each.
function passagesIn(range) {
  const within = elementOf(range.startContainer).closest("[data-comment]") || elementOf(range.endContainer).closest("[data-comment]");
  if (!within) return [];
  return [...within.querySelectorAll("[data-place]")]
    .map((passage) => ({ passage, ...selected(passage.querySelector(".og-prose"), range) }))
    .filter((one) => one.words);
}

const elementOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

// Whole words only: a selection by mouse often begins or ends inside one.
function selected(prose, range) {
  let text = "";
  let from = -1;
  let to = -1;
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(NOT_OF_THE_TEXT)) continue;
    if (range.intersectsNode(node)) {
      if (from < 0) from = text.length + (node === range.startContainer ? range.startOffset : 0);
      to = text.length + (node === range.endContainer ? range.endOffset : node.data.length);
    }
    text += node.data;
  }
  if (!text.slice(from, to).trim() || from < 0) return { words: "" };
  while (from > 0 && LETTER.test(text[from - 1]) && LETTER.test(text[from])) from -= 1;
  while (to < text.length && LETTER.test(text[to - 1]) && LETTER.test(text[to])) to += 1;
  const wordsBefore = (text.slice(0, from).match(/[\p{L}\p{N}_]+/gu) || []).length;
  return { words: text.slice(from, to).trim(), wordsBefore };
}
