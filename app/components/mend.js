// Mends what Streamlit renders wrongly for who listens to a page or goes through it by keyboard: a
// labelled box that calls itself presentation is a group, and code that scrolls can be scrolled.

const MISNAMED = "section[role=presentation][aria-label]";
let watching = false;

function mend() {
  for (const box of document.querySelectorAll(MISNAMED)) box.setAttribute("role", "group");
  for (const code of document.querySelectorAll("pre:not([tabindex])")) code.tabIndex = 0;
}

export default function () {
  if (watching) return;
  watching = true;
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
}
