// Keeps what belongs to a person in the browser, and tells Python what was kept.

const KEY = "careergraph";
const entries = new WeakMap();

function read() {
  try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; }  // A browser may forbid it.
}

function write(text) {
  try { text && text !== "{}" ? localStorage.setItem(KEY, text) : localStorage.removeItem(KEY); } catch { /* full */ }
}

export default function ({ data, parentElement, setStateValue }) {
  let entry = entries.get(parentElement);
  if (!entry) {
    entry = { told: false, written: null };
    // Another tab of the same person changed it.
    entry.listen = (event) => { if (event.key === KEY) entry.tell("stored", event.newValue ?? ""); };
    addEventListener("storage", entry.listen);
    entries.set(parentElement, entry);
  }
  entry.tell = setStateValue;
  if (!entry.told) {
    entry.told = true;
    entry.tell("stored", read());
  } else if (data.ready && data.text !== "" && data.text !== entry.written) {
    write(data.text);
    entry.written = data.text;
  }
  return () => {
    removeEventListener("storage", entry.listen);
    entries.delete(parentElement);
  };
}
