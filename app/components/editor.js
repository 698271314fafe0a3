// A text area whose text is painted by a layer below it, so that typing, undo, selection and
// assistive technology stay the browser's own.

const TOKENS = new RegExp([
  "(?<comment>#[^\\n]*)",
  "(?<string>\"\"\"[^]*?(?:\"\"\"|$)|\"(?:\\\\.|[^\"\\\\\\n])*\"?|'(?:\\\\.|[^'\\\\\\n])*'?)",
  "(?<term><[^<>\\s]*>|[\\w-]*:[\\w./#-]*)",
  "(?<variable>[?$]\\w+)",
  "(?<keyword>\\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE|WHERE|PREFIX|BASE|FROM|NAMED|GRAPH|OPTIONAL|UNION|" +
    "MINUS|FILTER|BIND|VALUES|UNDEF|SERVICE|GROUP|ORDER|BY|HAVING|LIMIT|OFFSET|DISTINCT|REDUCED|ASC|DESC|" +
    "AS|IN|NOT|EXISTS|COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT|SEPARATOR|LANG|LANGMATCHES|STR|IRI|URI|" +
    "BOUND|COALESCE|IF|REGEX|CONTAINS|STRSTARTS|STRENDS|STRBEFORE|STRAFTER|LCASE|UCASE|STRLEN|CONCAT|" +
    "REPLACE|ABS|ROUND|CEIL|FLOOR|DATATYPE|ISIRI|ISBLANK|ISLITERAL|YEAR|MONTH|DAY|NOW|a|true|false)\\b)",
].join("|"), "gi");

const KEYWORDS = ["SELECT", "CONSTRUCT", "DESCRIBE", "WHERE", "OPTIONAL", "FILTER", "GRAPH", "VALUES",
  "UNION", "MINUS", "DISTINCT", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "COUNT", "GROUP_CONCAT",
  "EXISTS", "NOT EXISTS", "CONTAINS", "LCASE", "LANG"].map((text) => ({ text, note: "" }));

const editors = new WeakMap();

function make(parentElement) {
  const parent = document.createElement("div");
  parentElement.append(parent);
  parent.innerHTML = `<div class="editor"><pre aria-hidden="true"></pre>
    <textarea spellcheck="false" autocapitalize="off" autocomplete="off" aria-label="SPARQL query"
      aria-autocomplete="list"></textarea>
    <ul class="offers" role="listbox" aria-label="Completions" hidden></ul></div>
    <div class="bar"><button type="button">Run</button>
    <span>Ctrl+Enter runs · Ctrl+Space completes · Tab leaves the editor</span></div>`;
  const area = parent.querySelector("textarea");
  const paint = parent.querySelector("pre");
  const offers = parent.querySelector("ul");
  const editor = { area, words: [], given: null, error: null, tell: null };
  let offered = [], chosen = 0, start = 0;

  editor.paint = () => {
    const text = area.value, parts = [];
    let at = 0;
    const put = (from, to, kind) => {
      for (const [begin, end, wrong] of cut(from, to, editor.place())) {
        const piece = document.createElement("span");
        piece.className = [kind, wrong && "wrong"].filter(Boolean).join(" ");
        const said = text.slice(begin, end);  // at the end of a line there is nothing to underline
        piece.textContent = wrong && /^\n?$/.test(said) ? ` ${said}` : said;
        parts.push(piece);
      }
    };
    for (const match of text.matchAll(TOKENS)) {
      put(at, match.index, "");
      put(match.index, at = match.index + match[0].length, Object.keys(match.groups).find((k) => match.groups[k]));
    }
    put(at, text.length + 1, "");
    paint.replaceChildren(...parts);
    paint.style.height = `${area.offsetHeight}px`;
    paint.scrollTop = area.scrollTop;
    paint.scrollLeft = area.scrollLeft;
  };

  editor.place = () => {
    if (!editor.error) return null;
    const lines = area.value.split("\n");
    const [line, column] = editor.error;
    const begin = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    const word = /^[^\s]+/.exec(area.value.slice(begin));
    return [begin, begin + (word ? word[0].length : 1)];
  };

  const hide = () => { offers.hidden = true; area.removeAttribute("aria-activedescendant"); };
  const mark = () => {
    [...offers.children].forEach((item, place) => {
      item.setAttribute("aria-selected", place === chosen);
      if (place === chosen) item.scrollIntoView({ block: "nearest" });
    });
    area.setAttribute("aria-activedescendant", `offer-${chosen}`);
  };
  const complete = () => {
    const word = offered[chosen];
    const prefix = word?.text.endsWith(":");
    if (word) area.setRangeText(word.text + (prefix ? "" : " "), start, area.selectionStart, "end");
    hide();
    editor.paint();
    if (prefix) offer(true);
  };
  const offer = (asked) => {
    const before = area.value.slice(0, area.selectionStart);
    const typed = /[\w:.-]*$/.exec(before)[0];
    start = area.selectionStart - typed.length;
    const sign = before[start - 1];
    if (sign === "?" || sign === "$" || (!asked && typed.length < 2)) return hide();
    const small = typed.toLowerCase();
    const fits = (word) => word.text !== typed && (word.text.toLowerCase().startsWith(small)
      || (small.length > 2 && `${word.text} ${word.note}`.toLowerCase().includes(small)));
    const rank = (word) => 2 * word.text.toLowerCase().startsWith(small) + word.text.endsWith(":");
    offered = [...editor.words, ...KEYWORDS].filter(fits)
      .sort((a, b) => rank(b) - rank(a))
      .slice(0, 50);
    if (!offered.length) return hide();
    chosen = 0;
    offers.replaceChildren(...offered.map((word, place) => {
      const item = document.createElement("li"), note = document.createElement("small");
      item.id = `offer-${place}`;
      item.setAttribute("role", "option");
      item.append(word.text, note);
      note.textContent = word.note;
      item.onmousedown = (event) => { event.preventDefault(); chosen = place; complete(); area.focus(); };
      return item;
    }));
    const row = before.split("\n").length, column = start - before.lastIndexOf("\n") - 1;
    offers.style.top = `${12 + 21 * row - area.scrollTop}px`;
    offers.hidden = false;
    const room = Math.max(0, area.clientWidth - offers.offsetWidth);
    offers.style.left = `${Math.min(12 + 8.43 * column - area.scrollLeft, room)}px`;
    mark();
  };
  const run = () => editor.tell("run", area.value);

  area.oninput = () => { editor.error = null; area.removeAttribute("aria-invalid"); editor.paint(); offer(false); };
  area.onscroll = editor.paint;
  area.onblur = hide;
  area.onkeydown = (event) => {
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key === "Enter") { event.preventDefault(); hide(); run(); }
    else if (ctrl && event.key === " ") { event.preventDefault(); offer(true); }
    else if (!offers.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
      mark();
    } else if (!offers.hidden && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      complete();
    } else if (event.key === "Escape") hide();
  };
  parent.querySelector("button").onclick = run;
  new ResizeObserver(editor.paint).observe(area);
  return editor;
}

// Split a stretch of text where the place of an error begins and ends.
function cut(from, to, place) {
  if (!place || place[1] <= from || place[0] >= to) return from < to ? [[from, to, false]] : [];
  const [begin, end] = [Math.max(from, place[0]), Math.min(to, place[1])];
  return [[from, begin, false], [begin, end, true], [end, to, false]].filter(([a, b]) => a < b);
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!editors.has(parentElement)) editors.set(parentElement, make(parentElement));
  const editor = editors.get(parentElement);
  editor.tell = setTriggerValue;
  editor.words = data.words;
  if (editor.given !== data.query) {
    editor.area.value = editor.given = data.query;
    const lines = data.query.split("\n").length + 2;
    editor.area.style.height = `${24 + 21 * Math.min(Math.max(lines, 8), 20)}px`;
  }
  editor.error = data.error;
  editor.area.setAttribute("aria-invalid", Boolean(data.error));
  editor.paint();
}
