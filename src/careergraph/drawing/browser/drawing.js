// Shows a drawing (rendering.Drawing as JSON) with vis-network: painting, choosing, keyboard,
// legend, and a list in its place where there is no room. Everything that comes from data is set
// as text, never as HTML. Positions come ready-made; nothing here lays anything out.

const MOTION = matchMedia("(prefers-reduced-motion: reduce)");
const TOUCH = matchMedia("(hover: none)"); // What a finger touched it would hover over for good.
const DARK = matchMedia("(prefers-color-scheme: dark)");
const NARROW = 560;
const SMALLEST = 0.66; // Below this zoom text can no longer be read: the list takes over.
const LARGEST = 1.1;
const NEAREST = 3; // The zoom that things are brought into view at, at the most.
const LOWEST = 320; // Height of a map, in pixels, at the least.
const HINT = "Zoom in to read more names: with + and −, with Ctrl and the wheel, or with two fingers; drag to move about.";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function symbolElement(symbol, colour) {
  if (!SHAPES[symbol]) {
    const glyph = element("span", "cg-symbol", symbol);
    glyph.style.color = colour;
    glyph.setAttribute("aria-hidden", "true");
    return glyph;
  }
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-1.3 -1.3 2.6 2.6");
  svg.setAttribute("class", "cg-symbol");
  svg.setAttribute("aria-hidden", "true");
  const polygon = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
  polygon.setAttribute("points", SHAPES[symbol].map((point) => point.join(",")).join(" "));
  polygon.setAttribute("fill", symbol === HOLLOW ? "none" : colour);
  if (symbol === HOLLOW) polygon.setAttribute("stroke", colour);
  polygon.setAttribute("stroke-width", 0.25);
  svg.append(polygon);
  return svg;
}

// ---- the widget --------------------------------------------------------------------------

// Shows drawings in `host`. `report` is told {selected}, {focus} or {hidden}.
// Returns {show({drawing, selected, hidden}), destroy()}.
function careergraphDrawing(host, vis, report) {
  const root = element("div", "cg");
  const bar = element("div", "cg-bar");
  const legend = element("div", "cg-legend");
  legend.setAttribute("role", "group");
  legend.setAttribute("aria-label", "Show or hide kinds");
  const zoom = element("div", "cg-zoom");
  zoom.setAttribute("role", "group");
  zoom.setAttribute("aria-label", "Zoom");
  bar.append(legend, zoom);
  const stage = element("div", "cg-stage");
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-roledescription", "drawing");
  const list = element("div", "cg-list");
  const line = element("p", "cg-line");
  line.setAttribute("aria-live", "polite");
  root.append(bar, stage, list, line);
  host.append(root);

  let drawing = { nodes: [], edges: [], marks: [], legend: [], sections: [], width: 1, height: 1 };
  let nodes = new Map();
  let neighbours = new Map();
  let hidden = new Set();
  let theme = readTheme(root);
  let received = ""; // The drawing shown, as JSON.
  let selected = null;
  let hovered = null;
  let cursor = null;
  let least = 1;
  let most = 4;
  let listed = false;
  let framed = []; // What the view was brought to, and stays at while the page changes its size.
  let pointed = null; // Where the pointer is over the drawing, unless the keyboard was used since.

  const data = new vis.DataSet();
  const network = new vis.Network(stage, { nodes: data, edges: new vis.DataSet() }, {
    autoResize: false,
    physics: false,
    layout: { randomSeed: 1 },
    nodes: { shape: "custom", fixed: true },
    interaction: {
      hover: !TOUCH.matches, dragNodes: false, dragView: false, selectable: true, multiselect: false,
      selectConnectedEdges: false, hoverConnectedEdges: false, tooltipDelay: 350, keyboard: false,
    },
  });
  stage.querySelectorAll("[tabindex]").forEach((inner) => inner.setAttribute("tabindex", "-1"));

  const visible = (id) => nodes.has(id) && !hidden.has(nodes.get(id).kind);
  const active = () => (hovered && visible(hovered) ? hovered : selected && visible(selected) ? selected : null);
  const isLit = (id, chosen) => id === chosen || neighbours.get(chosen)?.has(id);

  // On a map, points and labels keep their size on the screen.
  const onMap = () => drawing.form === "map";
  const painters = (id) => ({ ctx, x, y }) => {
    const point = 20 / network.getScale();
    const { width, height } = onMap() ? { width: point, height: point } : nodes.get(id);
    // By itself, vis-network takes this size for where a click counts only after a first hover.
    Object.assign(network.body.nodes[id].shape, {
      width, height, left: x - width / 2, top: y - height / 2,
    });
    return {
      drawNode() {
        const chosen = active();
        if (onMap()) {
          const near = chosen && isLit(id, chosen);
          const dim = chosen && !near && (chosen === hovered ? 0.25 : 0.5);
          return paintPoint(ctx, theme, nodes.get(id), network.getScale(), {
            dim, chosen: id === selected, cursor: id === cursor && stage.matches(":focus"),
          });
        }
        const lit = chosen && isLit(id, chosen);
        paintNode(ctx, theme, nodes.get(id), {
          // Passing over a thing dims the rest more than having chosen it: that one stays.
          dim: chosen && !lit && (chosen === hovered ? 0.22 : 0.45),
          lit,
          chosen: id === selected,
          cursor: id === cursor && stage.matches(":focus"),
        });
      },
      nodeDimensions: { width, height },
    };
  };

  // The labels that there is room for at this zoom; a thing passed over or chosen, what a person
  // asked for, and what the former is near to come before all others.
  function labelled() {
    const scale = network.getScale();
    const chosen = active();
    const shown = drawing.nodes.filter((node) => visible(node.id) && node.zoom && node.zoom <= scale);
    const strong = drawing.nodes.filter((node) => node.strong)
      .sort((one, other) => one.zoom - other.zoom).map(({ id }) => id);
    const first = [chosen, cursor !== chosen && stage.matches(":focus") ? cursor : null]
      .concat(strong, chosen ? [...neighbours.get(chosen)] : [])
      .filter((id) => id && visible(id)).map((id) => nodes.get(id));
    if (!first.length) return shown;
    const taken = [];
    for (const node of new Set([...first, ...(hovered ? [] : shown)])) {
      const box = labelBox(node, scale);
      if (!taken.some((other) => meet(box, other.box))) taken.push({ node, box });
    }
    return taken.map(({ node }) => node);
  }

  network.on("afterDrawing", (ctx) => {
    if (!onMap()) return;
    const scale = network.getScale();
    const labels = labelled();
    const lead = active();
    // What a person asked for is written in any case, a name where it leaves room.
    const taken = labels.filter((node) => node.strong || (lead && isLit(node.id, lead)))
      .map((node) => labelBox(node, scale));
    const boxes = labels.map((node) => labelBox(node, scale));
    for (const mark of drawing.marks) {
      if (mark.mark !== "name" || hidden.has(mark.kind)) continue;
      // The labels keep clear of a name's own room, and of no more.
      const box = nameBox(mark, scale, drawing.width, fitsItsRoom(mark, scale) ? taken : [...taken, ...boxes]);
      if (!box) continue;
      taken.push(box);
      paintName(ctx, theme, mark, box, scale);
    }
    labels.forEach((node) =>
      paintLabel(ctx, theme, node, scale, lead ? isLit(node.id, lead) || node.strong : !node.faded),
    );
  });

  network.on("beforeDrawing", (ctx) => {
    const chosen = active();
    const marks = drawing.marks;
    const below = (mark) => mark.mark === "panel" || mark.mark === "rule" || mark.mark === "area";
    marks.filter(below).forEach((mark) => paintMark(ctx, theme, mark, hidden));
    const edges = drawing.edges.filter((edge) => visible(edge.from) && visible(edge.to));
    const touches = (edge) => edge.from === chosen || edge.to === chosen;
    ctx.globalAlpha = chosen ? 0.4 : 1;
    if (onMap()) paintWays(ctx, edges, theme.accent, network.getScale());
    else paintEdges(ctx, edges.filter((edge) => !chosen || !touches(edge)), theme.line);
    ctx.globalAlpha = 1;
    if (onMap()) {
      if (chosen) paintTies(ctx, theme, nodes.get(chosen), [...neighbours.get(chosen)].filter(visible).map((id) => nodes.get(id)), network.getScale());
      return;
    }
    const lit = chosen ? edges.filter(touches) : [];
    const tint = (edge) => {
      const other = drawing.form !== "comparison" && edge.to === chosen ? edge.from : edge.to;
      return theme.of(nodes.get(other).color).strong;
    };
    for (const colour of new Set(lit.map(tint))) {
      paintEdges(ctx, lit.filter((edge) => tint(edge) === colour), colour, 0.9);
    }
    if (drawing.form === "network" && lit.length < 25) {
      lit.filter((edge) => edge.label).forEach((edge) => paintEdgeLabel(ctx, theme, edge));
    }
    marks.filter((mark) => !below(mark)).forEach((mark) => paintMark(ctx, theme, mark, hidden));
  });

  // -- choosing

  function describe(id) {
    const node = nodes.get(id);
    if (!node) return "";
    return [node.text, node.speech.slice(node.text.length + 2)].filter(Boolean).join(" – ");
  }

  function tell(id) {
    line.textContent = describe(id) || (onMap() ? HINT : "");
  }

  // A "+23 more" is a way on, not a thing: choosing it is going there.
  function choose(id, told = true) {
    if (told && nodes.get(id)?.more) return focusOn(id);
    if (id === selected) return;
    selected = id;
    tell(id);
    redraw();
    markList();
    if (told) report({ selected: id });
  }

  function focusOn(id) {
    if (id) report({ focus: id });
  }

  // A label on a map is as good as its point.
  function labelAt({ x, y }) {
    if (!onMap()) return null;
    const scale = network.getScale();
    const over = ({ left, right, top, bottom }) => x > left && x < right && y > top && y < bottom;
    return labelled().find((node) => over(labelBox(node, scale)))?.id ?? null;
  }

  network.on("click", (event) => {
    const id = event.nodes[0] ?? labelAt(event.pointer.canvas);
    cursor = id ?? cursor;
    choose(id);
  });
  network.on("doubleClick", ({ nodes: [id] }) => {
    if (!id && onMap()) zoomBy(1.6);
    else if (!nodes.get(id)?.more) focusOn(id);
  });
  network.on("hoverNode", (event) => {
    hovered = event.node;
    stage.style.cursor = "pointer";
    redraw();
  });
  network.on("blurNode", () => {
    hovered = null;
    stage.style.cursor = "";
    redraw();
  });

  const redraw = () => !listed && network.redraw();

  // -- keyboard

  function step(dx, dy) {
    const from = nodes.get(cursor);
    if (!from || !visible(cursor)) {
      const first = drawing.nodes.find((node) => visible(node.id));
      return first ? first.id : null;
    }
    let best = null;
    let least_cost = Infinity;
    for (const node of drawing.nodes) {
      if (node.id === cursor || !visible(node.id)) continue;
      const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
      const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
      const cost = along + 2.2 * aside;
      if (along > 3 && cost < least_cost) [best, least_cost] = [node.id, cost];
    }
    return best ?? cursor;
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  stage.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      pointed = null;
      cursor = step(...arrow);
      tell(cursor);
      reveal(cursor);
      redraw();
    } else if (event.key === "Enter" && event.shiftKey) focusOn(cursor);
    else if (event.key === "Enter" || event.key === " ") choose(cursor);
    else if (event.key.toLowerCase() === "f") focusOn(cursor);
    else if (event.key === "Escape") choose(null);
    else if (event.key === "+" || event.key === "=") zoomBy(1.25);
    else if (event.key === "-") zoomBy(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  stage.addEventListener("focus", () => {
    cursor ??= selected ?? drawing.nodes.find((node) => visible(node.id))?.id ?? null;
    redraw();
  });
  stage.addEventListener("blur", redraw);
  stage.addEventListener("wheel", (event) => event.ctrlKey || event.stopPropagation(), {
    capture: true,
    passive: true,
  });

  // -- zoom

  function fit(animate = true) {
    framed = [];
    move({ x: drawing.width / 2, y: drawing.height / 2 }, least, animate);
  }

  function move(position, scale, animate = true) {
    const animation = animate && !MOTION.matches ? { duration: 180, easingFunction: "easeOutQuad" } : false;
    network.moveTo({ position, scale, animation });
    zoomed(scale);
  }

  // What is shown whole leaves the fingers to the page; what is not is moved by them.
  function zoomed(scale) {
    const beyond = scale > least * 1.01;
    network.setOptions({ interaction: { dragView: beyond } });
    root.classList.toggle("cg-zoomed", beyond);
  }

  // Zoom about what is looked at, which stays where it is: what the pointer is over, or the thing
  // at the keyboard's cursor, or the one chosen. What is out of sight comes to the middle.
  function zoomBy(factor) {
    const now = network.getScale();
    const scale = Math.max(least, Math.min(most, now * factor));
    if (scale <= least * 1.01) return fit();
    const view = network.getViewPosition();
    const at = pointed ?? nodes.get(stage.matches(":focus") ? cursor : null) ?? nodes.get(selected);
    framed = [];
    if (!at) return move(view, scale);
    const share = inView(at) ? now / scale : 0;
    move({ x: at.x + (view.x - at.x) * share, y: at.y + (view.y - at.y) * share }, scale);
  }

  function inView(at) {
    const { x, y } = network.canvasToDOM({ x: at.x, y: at.y });
    return x >= 0 && y >= 0 && x <= stage.clientWidth && y <= stage.clientHeight;
  }

  // Bring things into view, as large as there is room for, so that they can be told apart; one
  // alone into the middle, where its card does not cover it, and what it is near to around it.
  function frame(ids, animate = true) {
    framed = ids;
    const shown = (ids.length === 1 ? [...ids, ...(neighbours.get(ids[0]) ?? [])] : ids)
      .filter(visible).map((id) => nodes.get(id));
    if (!shown.length) return fit(animate);
    const [left, right] = [Math.min(...shown.map(({ x }) => x)), Math.max(...shown.map(({ x }) => x))];
    const [top, bottom] = [Math.min(...shown.map(({ y }) => y)), Math.max(...shown.map(({ y }) => y))];
    const [x, y] = ids.length === 1 ? [shown[0].x, shown[0].y] : [(left + right) / 2, (top + bottom) / 2];
    const [wide, high] = [stage.clientWidth - 150, stage.clientHeight - 80].map((room) => Math.max(room, 80));
    const across = 2 * Math.max(x - left, right - x, 0.5);
    const down = 2 * Math.max(y - top, bottom - y, 0.5);
    const scale = Math.min(wide / across, high / down);
    move({ x, y }, Math.max(least, Math.min(most, NEAREST, scale)), animate);
  }

  stage.addEventListener("pointermove", ({ clientX, clientY }) => {
    const { left, top } = stage.getBoundingClientRect();
    pointed = network.DOMtoCanvas({ x: clientX - left, y: clientY - top });
  }, { passive: true });
  stage.addEventListener("pointerleave", () => {
    pointed = null;
  });
  network.on("dragEnd", () => {
    framed = [];
  });

  network.on("zoom", ({ scale }) => {
    framed = [];
    if (scale < least) fit(false);
    else if (scale > most) move(network.getViewPosition(), most, false);
    else zoomed(scale);
  });

  // Bring a node into view when zoomed in, or the page to it when not.
  function reveal(id) {
    const node = nodes.get(id);
    if (!node) return;
    const spot = network.canvasToDOM({ x: node.x, y: node.y });
    if (!inView(node)) move({ x: node.x, y: node.y }, network.getScale());
    const top = stage.getBoundingClientRect().top + spot.y;
    if (top < 80 || top > innerHeight - 60) {
      const target = stage.querySelector(".cg-anchor") ?? stage.appendChild(element("i", "cg-anchor"));
      target.style.top = `${spot.y}px`;
      target.scrollIntoView({ block: "center", behavior: "auto" });
    }
  }

  for (const [text, name, action] of [
    ["+", "Zoom in", () => zoomBy(1.25)],
    ["−", "Zoom out", () => zoomBy(0.8)],
    ["Fit", "Fit the drawing to the page", () => fit()],
  ]) {
    const button = element("button", "cg-button", text);
    button.type = "button";
    button.setAttribute("aria-label", name);
    button.title = name;
    button.addEventListener("click", action);
    zoom.append(button);
  }

  // -- legend and list

  // Rebuilds a part and puts the keyboard focus back on the button that had it.
  function rebuilt(part, name, build) {
    const had = root.getRootNode().activeElement?.dataset?.[name];
    build();
    const again = [...part.querySelectorAll("button")].find((button) => button.dataset[name] === had);
    if (had) again?.focus();
  }

  const buildLegend = () => rebuilt(legend, "kind", fillLegend);
  const buildList = () => rebuilt(list, "id", fillList);

  function fillLegend() {
    legend.replaceChildren(
      ...drawing.legend.map((kind) => {
        const button = element("button", "cg-button cg-kind");
        button.type = "button";
        button.dataset.kind = kind.name;
        button.setAttribute("aria-pressed", String(!hidden.has(kind.name)));
        button.title = hidden.has(kind.name) ? `Show ${kind.plural}` : `Hide ${kind.plural}`;
        button.append(
          symbolElement(kind.symbol, theme.of(kind.colour).strong),
          element("span", "", kind.plural),
          element("span", "cg-count", kind.count),
        );
        button.addEventListener("click", () => {
          if (!hidden.delete(kind.name)) hidden.add(kind.name);
          applyHidden();
          report({ hidden: [...hidden] });
        });
        return button;
      }),
    );
  }

  function applyHidden() {
    data.update(drawing.nodes.map((node) => ({ id: node.id, hidden: hidden.has(node.kind) })));
    buildLegend();
    buildList();
    redraw();
  }

  function fillList() {
    list.replaceChildren();
    if (!listed) return;
    for (const section of drawing.sections) {
      const box = element("section");
      box.append(element("h3", "", section.title));
      for (const group of section.groups.filter(({ kind }) => !hidden.has(kind))) {
        box.append(element("h4", "", group.title));
        const items = element("ul");
        for (const id of group.ids.filter((known) => nodes.has(known))) {
          const node = nodes.get(id);
          const row = element("li");
          const button = element("button", "cg-item");
          button.type = "button";
          button.dataset.id = id;
          button.append(symbolElement(node.symbol, theme.of(node.color).strong), element("span", "", node.text));
          (node.letters ?? []).forEach((letter) => button.append(element("b", "cg-letter", letter)));
          button.addEventListener("click", () => (id === selected ? focusOn(id) : choose(id)));
          row.append(button);
          items.append(row);
        }
        box.append(items);
      }
      list.append(box);
    }
    markList();
  }

  function markList() {
    for (const button of list.querySelectorAll(".cg-item")) {
      const on = button.dataset.id === selected;
      button.setAttribute("aria-pressed", String(on));
      button.parentElement.querySelector(".cg-note")?.remove();
      if (!on) continue;
      const note = element("div", "cg-note");
      note.append(element("p", "", nodes.get(selected).title.split("\n").slice(1).join("\n")));
      const go = element("button", "cg-button", "Go");
      go.type = "button";
      go.setAttribute("aria-label", `Go to ${nodes.get(selected).text}`);
      go.addEventListener("click", () => focusOn(selected));
      note.append(go);
      button.after(note);
    }
  }

  // -- size

  function arrange() {
    const width = root.clientWidth;
    if (!width) return; // In a tab that is not shown yet.
    const scale = Math.min(width / drawing.width, LARGEST);
    const asList = !onMap() && (width < NARROW || (drawing.form !== "network" && scale < SMALLEST));
    least = scale;
    if (root.classList.toggle("cg-map", onMap()) !== (legend.parentElement === root)) {
      // The names of a map's areas stand on it, so that those to choose from come below.
      if (onMap()) root.append(legend);
      else bar.prepend(legend);
    }
    root.classList.toggle("cg-listed", asList);
    if (asList !== listed) {
      listed = asList;
      buildList();
    }
    if (listed) return;
    const height = Math.round(Math.max(drawing.height * scale, onMap() ? LOWEST : 0));
    stage.style.height = `${height}px`;
    stage.style.maxWidth = drawing.form === "network" ? "" : `${Math.ceil(drawing.width * scale)}px`;
    network.setSize(`${stage.clientWidth}px`, `${height}px`);
    frame(framed, false);
    network.redraw();
  }

  let last = 0;
  const observer = new ResizeObserver(() => {
    if (root.clientWidth === last) return;
    last = root.clientWidth;
    arrange();
  });
  observer.observe(root);
  document.fonts?.ready.then(redraw);

  function recolour() {
    theme = readTheme(root);
    buildLegend();
    buildList();
    redraw();
  }
  DARK.addEventListener("change", recolour);

  function load(next) {
    const alike = ["form", "width", "height"].every((name) => drawing[name] === next[name]);
    const before = asked();
    drawing = next;
    nodes = new Map(drawing.nodes.map((node) => [node.id, node]));
    neighbours = new Map(drawing.nodes.map((node) => [node.id, new Set()]));
    drawing.edges.forEach((edge) => {
      neighbours.get(edge.from).add(edge.to);
      neighbours.get(edge.to).add(edge.from);
    });
    for (const { id, nearest } of drawing.nodes) {
      nearest?.forEach((place) => neighbours.get(id).add(drawing.nodes[place].id));
    }
    most = Math.max(4, 1.3 * drawing.nodes.reduce((zoom, node) => Math.max(zoom, node.zoom ?? 0), 0));
    hovered = null;
    if (!nodes.has(cursor)) cursor = null;
    data.clear();
    data.add(
      drawing.nodes.map((node) => ({
        id: node.id, x: node.x, y: node.y, title: TOUCH.matches ? undefined : node.title, hidden: hidden.has(node.kind),
        ctxRenderer: painters(node.id),
      })),
    );
    stage.setAttribute(
      "aria-label",
      `${drawing.summary} Arrow keys move, Enter chooses, F goes there, Escape clears.`,
    );
    tell(selected);
    buildLegend();
    buildList();
    // The same things in another light leave the view as it is, unless others are asked for.
    const now = asked();
    if (!(alike && onMap())) arrange();
    if (onMap() && now.join() !== before.join()) frame(now.length < 9 ? now : []);
    redraw();
  }

  // What stands out of a map: the roles on a way, or those that have what is looked for.
  function asked() {
    const strong = drawing.nodes.filter((node) => node.strong);
    const lit = drawing.nodes.filter((node) => !node.faded);
    return (strong.length || lit.length === drawing.nodes.length ? strong : lit).map(({ id }) => id);
  }

  function show(next) {
    const before = theme.name;
    theme = readTheme(root);
    const given = JSON.stringify(next.drawing);
    const kinds = new Set(next.hidden);
    const filtered = kinds.size !== hidden.size || [...kinds].some((kind) => !hidden.has(kind));
    hidden = kinds;
    if (given !== received) load(next.drawing);
    else if (filtered || theme.name !== before) applyHidden();
    const chosen = (next.selected ?? null) !== selected;
    if (chosen) choose(next.selected ?? null, false);
    if (chosen && selected && onMap()) {
      frame([selected]);
      // On a narrow page what was asked for above the map would stay below the fold.
      if (stage.getBoundingClientRect().top > innerHeight / 2) stage.scrollIntoView();
    }
    received = given;
  }

  return {
    show,
    destroy() {
      observer.disconnect();
      DARK.removeEventListener("change", recolour);
      network.destroy();
      root.remove();
    },
  };
}
