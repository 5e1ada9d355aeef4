// Selecting words inside [data-comment] offers a link that opens the comment form with them. The links beside the
// paragraphs do the same without this file.
export function commentOnSelection() {
  if (!document.querySelector("[data-comment]")) return;
  const link = document.createElement("a");
  link.className = "govuk-button og-comment-on";
  link.hidden = true;
  document.body.append(link);

  function offer() {
    const selection = document.getSelection();
    const range = selection && selection.rangeCount ? selection.getRangeAt(0) : null;
    const words = range ? selection.toString().trim() : "";
    const start = range && range.startContainer.parentElement;
    const passage = start && start.closest("[data-place]");
    const place = passage && passage.closest("[data-comment]");
    if (!words || words.length > 1500 || !place || !passage.contains(range.endContainer)) {
      link.hidden = true;
      return;
    }
    const before = document.createRange();
    before.setStart(passage, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const after = (before.toString().match(/[\p{L}\p{N}_]+/gu) || []).length;
    const query = new URLSearchParams(passage.dataset.place.slice(1));
    query.set("words", words);
    query.set("after", after);
    link.href = `${place.dataset.comment}?${query}`;
    link.textContent = place.dataset.commentLabel;
    const box = range.getBoundingClientRect();
    link.style.left = `${Math.max(8, box.left + window.scrollX)}px`;
    link.style.top = `${box.bottom + window.scrollY + 8}px`;
    link.hidden = false;
  }

  document.addEventListener("selectionchange", () => setTimeout(offer, 200));
}
