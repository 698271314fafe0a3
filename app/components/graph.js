// Puts the drawing (drawing.js, prepended) into a Streamlit component.

const shown = new WeakMap();
let loading;

// vis-network is served from the installed pyvis; it is fetched once a page.
function loadVis(path) {
  if (globalThis.vis?.Network) return Promise.resolve(globalThis.vis);
  loading ??= new Promise((resolve, reject) => {
    // Streamlit's own script tells where the app is served, also below a path.
    const entry = document.querySelector('script[type="module"][src*="static/js/"]');
    const base = entry ? new URL("../../", entry.src) : new URL("/", location.href);
    const script = document.createElement("script");
    script.src = new URL(path, base).href;
    script.onload = () => resolve(globalThis.vis);
    script.onerror = () => reject(new Error(`The drawing library did not load from ${script.src}.`));
    document.head.append(script);
  });
  return loading;
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let entry = shown.get(parentElement);
  if (!entry) {
    entry = { gone: false };
    shown.set(parentElement, entry);
  }
  entry.tell = { setStateValue, setTriggerValue };
  entry.data = data;
  entry.last ??= data.heard;
  loadVis(data.vis).then((vis) => {
    if (entry.gone) return;
    entry.view ??= careergraphDrawing(parentElement, vis, (event) => {
      if ("focus" in event) return entry.tell.setTriggerValue("focus", event.focus);
      // A stamp, so that the same choice made twice is two, and an answer tells what it answers.
      const at = entry.last = Math.max(Date.now(), entry.last + 1);
      if ("selected" in event) entry.tell.setStateValue("choice", { value: event.selected, at });
      if ("hidden" in event) entry.tell.setStateValue("filter", { value: event.hidden, at });
    });
    // What Python passes before it has heard the last choice would undo it.
    if (entry.data.heard === entry.last) entry.view.show(entry.data);
  }, (error) => {
    const message = document.createElement("p");
    message.textContent = error.message;
    parentElement.replaceChildren(message);
  });
  return () => {
    entry.gone = true;
    entry.view?.destroy();
    shown.delete(parentElement);
  };
}
