// A table in HTML, so that it is read, searched, copied and walked through like any other text.

const AT_ONCE = 100;
const tables = new WeakMap();

function make(parentElement) {
  const scroll = document.createElement("div");
  scroll.className = "scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "The answer as a table");
  parentElement.append(scroll);
  const made = { given: "", tell: null };
  let columns = [], rows = [], sorted = null, down = false, shown = 0, body, more;

  const cell = ([text, value, note, thing, symbol]) => {
    const td = document.createElement("td");
    if (value !== null) td.className = "number";
    if (!thing) {
      td.append(text);
      if (note && !note.includes(":")) {
        const small = document.createElement("small");
        small.textContent = note;
        td.append(small);
      } else if (note) td.title = note;
      return td;
    }
    const link = document.createElement("a"), mark = document.createElement("i");
    link.href = `explore?thing=${encodeURIComponent(thing)}`;
    link.title = note;
    mark.textContent = symbol;
    mark.setAttribute("aria-hidden", "true");
    link.append(mark, text);
    link.onclick = (event) => {  // with a key held down it opens elsewhere, as any link
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      made.tell("open", thing);
    };
    td.append(link);
    return td;
  };
  const add = () => {
    for (const row of rows.slice(shown, shown += AT_ONCE)) {
      const tr = document.createElement("tr");
      tr.append(...row.map(cell));
      body.append(tr);
    }
    const left = rows.length - shown;
    more.hidden = left <= 0;
    more.textContent = `Show ${Math.min(left, AT_ONCE).toLocaleString("en")} more of ${rows.length.toLocaleString("en")}`;
  };
  const sort = (at) => {
    down = sorted === at && !down;
    sorted = at;
    const way = down ? -1 : 1;
    rows.sort((a, b) => way * (a[at][1] !== null && b[at][1] !== null
      ? a[at][1] - b[at][1]
      : a[at][0].localeCompare(b[at][0], undefined, { numeric: true, sensitivity: "base" })));
    [...scroll.querySelectorAll("th")].forEach((head, place) => {
      if (place === at) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    body.replaceChildren();
    shown = 0;
    add();
  };

  made.show = (data) => {
    const given = JSON.stringify(data);
    if (given === made.given) return;
    made.given = given;
    ({ columns, rows } = data);
    rows = [...rows];
    sorted = null;
    shown = 0;
    const table = document.createElement("table"), head = table.createTHead().insertRow();
    columns.forEach((name, at) => {
      const th = document.createElement("th"), button = document.createElement("button");
      th.scope = "col";
      button.type = "button";
      button.textContent = name;
      button.title = `Sort by ${name}`;
      button.onclick = () => sort(at);
      th.append(button);
      head.append(th);
    });
    body = table.createTBody();
    more = document.createElement("button");
    more.type = "button";
    more.className = "more";
    more.onclick = add;
    scroll.replaceChildren(table, more);
    scroll.scrollTo(0, 0);
    add();
  };
  return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!tables.has(parentElement)) tables.set(parentElement, make(parentElement));
  const made = tables.get(parentElement);
  made.tell = setTriggerValue;
  made.show(data);
}
