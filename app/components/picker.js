// A combobox (WAI-ARIA) whose options come from the server for what is typed.

const WAIT = 110; // milliseconds after a keystroke before the server is asked

const boxes = new WeakMap();
let boxCount = 0;

function make(parentElement) {
  const id = `picker-${boxCount++}`;
  const root = document.createElement("div");
  root.className = "picker";
  root.innerHTML = `<label for="${id}"></label>
    <div class="field"><span class="chips"></span>
      <input id="${id}" type="text" role="combobox" autocomplete="off" autocapitalize="off" spellcheck="false"
        aria-autocomplete="list" aria-expanded="false" aria-controls="${id}-list" enterkeyhint="go"></div>
    <ul id="${id}-list" role="listbox" hidden></ul>
    <p class="spoken" role="status"></p>`;
  parentElement.append(root);
  const [label, input, list, chips, spoken] =
    ["label", "input", "ul", ".chips", ".spoken"].map((selector) => root.querySelector(selector));
  const box = { data: null, tell: null };
  let marked = -1, asking = 0, waitingForEnter = false, sent = "";

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    marked = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", number === place));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  };
  const send = (event) => {
    clearTimeout(asking);
    waitingForEnter = false;
    input.value = sent = "";
    close();
    box.tell.setStateValue("typed", "");
    box.tell.setTriggerValue("event", { ...event, at: Date.now() });
  };
  const choose = (option) => send({ do: "choose", iri: option.iri });
  const ask = () => {
    sent = input.value;
    box.tell.setStateValue("typed", sent);
  };
  const enter = () => {
    const { options, free, typed } = box.data;
    if (!input.value.trim()) return;
    if (marked >= 0 && typed === input.value) return choose(options[marked]);
    if (free) return send({ do: "text", text: input.value.trim() });
    if (typed !== input.value) { // Answered as soon as the options for it are there.
      waitingForEnter = true;
      clearTimeout(asking);
      if (sent !== input.value) ask();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(asking);
    waitingForEnter = false;
    if (!input.value.trim()) close();
    asking = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const many = list.hidden ? 0 : list.children.length;
    if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); enter(); }
    else if (event.key === "ArrowDown" && many) { event.preventDefault(); mark((marked + 1) % many); }
    else if (event.key === "ArrowUp" && many) { event.preventDefault(); mark((marked - 1 + many) % many); }
    else if (event.key === "Escape") close();
    else if (event.key === "Backspace" && !input.value && box.data.removable && box.data.chosen.length) {
      send({ do: "remove", iri: box.data.chosen.at(-1).iri });
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("focus", () => { if (input.value.trim() && list.children.length) open(); });
  const open = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  box.show = (data) => {
    box.data = data;
    label.textContent = data.label;
    label.className = data.showLabel ? "" : "spoken";
    input.placeholder = data.chosen.length && data.single ? "" : data.placeholder;
    input.hidden = data.full;
    chips.replaceChildren(...data.chosen.map((thing) => {
      const chip = document.createElement("span");
      chip.className = "chip";
      const text = document.createElement("span");
      text.textContent = `${thing.symbol} ${thing.label}`;
      chip.append(text);
      if (data.removable) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "×";
        button.setAttribute("aria-label", `Remove ${thing.label}`);
        button.addEventListener("click", () => send({ do: "remove", iri: thing.iri }));
        chip.append(button);
      }
      return chip;
    }));
    if (data.typed !== input.value) return; // An answer to what stood there before.
    list.replaceChildren(...data.options.map((option, place) => {
      const item = document.createElement("li");
      item.id = `${id}-${place}`;
      item.setAttribute("role", "option");
      const name = document.createElement("span");
      name.textContent = `${option.symbol} ${option.label}`;
      const note = document.createElement("small");
      note.textContent = option.note;
      item.append(name, note);
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(option));
      return item;
    }));
    if (!data.options.length) close();
    else if (parentElement.getRootNode().activeElement === input) open();
    mark(data.options.length && !data.free ? 0 : -1);
    const none = data.typed.trim() && !data.options.length && !data.free;
    spoken.textContent = none ? `Nothing is called anything like “${data.typed}”.`
      : data.typed.trim() ? `${data.options.length} names` : "";
    spoken.className = none ? "none" : "spoken";
    if (waitingForEnter) { waitingForEnter = false; enter(); }
  };
  return box;
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let box = boxes.get(parentElement);
  if (!box) boxes.set(parentElement, box = make(parentElement));
  box.tell = { setStateValue, setTriggerValue };
  box.show(data);
  return () => {
    parentElement.replaceChildren();
    boxes.delete(parentElement);
  };
}
