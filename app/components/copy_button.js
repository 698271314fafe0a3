// Copies a text; where a browser keeps its clipboard to itself, the text stands there to be marked.

const buttons = new WeakMap();

export default function ({ data, parentElement }) {
  let entry = buttons.get(parentElement);
  if (!entry) {
    const button = document.createElement("button");
    button.type = "button";
    const spoken = document.createElement("span");
    spoken.setAttribute("role", "status");
    const shown = document.createElement("input");
    shown.readOnly = true;
    shown.hidden = true;
    shown.setAttribute("aria-label", "The link to copy");
    parentElement.append(button, spoken, shown);
    entry = { button, spoken, shown };
    buttons.set(parentElement, entry);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(entry.text);
        spoken.textContent = "Copied";
      } catch {
        shown.value = entry.text;
        shown.hidden = false;
        shown.select();
        spoken.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl+C to copy";
      }
      setTimeout(() => { spoken.textContent = ""; }, 4000);
    });
  }
  entry.text = data.text;
  entry.button.textContent = data.label;
  return () => {
    parentElement.replaceChildren();
    buttons.delete(parentElement);
  };
}
