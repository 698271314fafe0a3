// Shows a drawing (rendering.Drawing as JSON) with vis-network: painting, choosing, keyboard,
// legend, and a list in its place where there is no room. Everything that comes from data is set
// as text, never as HTML. Positions come ready-made; nothing here lays anything out.

const SHAPES = {
  "●": Array.from({ length: 24 }, (_, i) => polar(i / 24, 1)),
  "■": [[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]],
  "▲": [[0, -1.05], [1.05, 0.8], [-1.05, 0.8]],
  "▼": [[0, 1.05], [1.05, -0.8], [-1.05, -0.8]],
  "◆": [[0, -1.2], [1.05, 0], [0, 1.2], [-1.05, 0]],
  "★": Array.from({ length: 10 }, (_, i) => polar(i / 10, i % 2 ? 0.52 : 1.2)),
  "⬢": Array.from({ length: 6 }, (_, i) => polar(i / 6, 1.1)),
};
const MOTION = matchMedia("(prefers-reduced-motion: reduce)");
const NARROW = 560;
const SMALLEST = 0.66; // Below this zoom text can no longer be read: the list takes over.
const LARGEST = 1.1;

function polar(turn, radius) {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

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
  polygon.setAttribute("fill", colour);
  svg.append(polygon);
  return svg;
}

// ---- colour ------------------------------------------------------------------------------

const swatch = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

function channels(colour) {
  swatch.clearRect(0, 0, 1, 1);
  swatch.fillStyle = colour;
  swatch.fillRect(0, 0, 1, 1);
  return [...swatch.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function mix(colour, other, share) {
  const [a, b] = [channels(colour), channels(other)];
  return `rgb(${a.map((value, i) => Math.round(value * (1 - share) + b[i] * share)).join(" ")})`;
}

function luminance(colour) {
  const linear = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

// WCAG 2: a symbol needs 3:1 against its ground, text 4.5:1.
function legible(colour, ground, text, ratio = 3) {
  for (let share = 0; share <= 1; share += 0.1) {
    const candidate = mix(colour, text, share);
    const [dark, light] = [luminance(candidate), luminance(ground)].sort((a, b) => a - b);
    if ((light + 0.05) / (dark + 0.05) >= ratio) return candidate;
  }
  return text;
}

function readTheme(root) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(name).trim();
  const text = read("--cg-text");
  const ground = read("--cg-ground");
  return {
    text,
    ground,
    font: read("--cg-font") || "sans-serif",
    accent: legible(read("--cg-accent"), ground, text),
    soft: mix(text, ground, 0.32),
    line: mix(text, ground, 0.76),
    faint: mix(text, ground, 0.9),
    panel: mix(text, ground, 0.955),
    kinds: new Map(),
    // A kind's colours, worked out once a theme.
    of(colour) {
      if (!this.kinds.has(colour)) {
        const strong = legible(colour, ground, text);
        this.kinds.set(colour, {
          strong,
          border: mix(strong, ground, 0.55),
          fill: mix(strong, ground, 0.93),
          deep: mix(strong, ground, 0.84),
        });
      }
      return this.kinds.get(colour);
    },
  };
}

// ---- painting ----------------------------------------------------------------------------

function paintSymbol(ctx, symbol, x, y, radius, colour) {
  ctx.fillStyle = colour;
  const outline = SHAPES[symbol];
  if (!outline) {
    ctx.font = `${radius * 2.4}px sans-serif`;
    ctx.textAlign = "center";
    ctx.fillText(symbol, x, y);
    return;
  }
  ctx.beginPath();
  outline.forEach(([dx, dy]) => ctx.lineTo(x + dx * radius, y + dy * radius));
  ctx.closePath();
  ctx.fill();
}

function paintLines(ctx, lines, x, y, step, most) {
  const first = y - ((lines.length - 1) * step) / 2;
  // The last argument narrows a font that is wider than the one measured with.
  lines.forEach((line, i) => ctx.fillText(line, x, first + i * step, most));
}

// The letters of the roles that have a thing, in discs from `left` on.
function paintLetters(ctx, theme, letters, left, y, radius = 7) {
  ctx.font = `600 ${radius * 1.45}px ${theme.font}`;
  ctx.textAlign = "center";
  letters.forEach((letter, i) => {
    const x = left + radius + i * (radius * 2 + 2);
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = theme.text;
    ctx.fill();
    ctx.fillStyle = theme.ground;
    ctx.fillText(letter, x, y + 0.5);
  });
}

function paintNode(ctx, theme, node, state) {
  const { x, y, width, height, lines } = node;
  const colours = theme.of(node.color);
  const left = x - width / 2;
  const boxed = node.style !== "mark";
  ctx.globalAlpha = state.dim ? 0.2 : node.faded ? 0.74 : 1;
  ctx.textBaseline = "middle";

  if (boxed) {
    const strong = node.style !== "card";
    ctx.beginPath();
    ctx.roundRect(left, y - height / 2, width, height, strong ? 10 : 7);
    // An opaque ground first, so that dimmed boxes still hide the lines behind them.
    const alpha = ctx.globalAlpha;
    ctx.globalAlpha = 1;
    ctx.fillStyle = theme.ground;
    ctx.fill();
    ctx.globalAlpha = alpha;
    ctx.fillStyle = strong ? colours.deep : colours.fill;
    ctx.fill();
    ctx.lineWidth = state.chosen ? 2.5 : state.lit ? 1.8 : 1;
    ctx.strokeStyle = state.chosen ? theme.accent : state.lit ? colours.strong : colours.border;
    if (node.faded) ctx.setLineDash([4, 3]);
    ctx.stroke();
    ctx.setLineDash([]);
    if (typeof node.value === "number") {
      ctx.save();
      ctx.clip();
      ctx.fillStyle = colours.strong;
      ctx.fillRect(left, y + height / 2 - 3.5, width * node.value, 3.5);
      ctx.restore();
    }
  } else if (state.chosen) {
    ctx.beginPath();
    ctx.roundRect(left - 4, y - height / 2, width + 8, height, 7);
    ctx.fillStyle = colours.deep;
    ctx.fill();
  }

  const write = (text, at, most, { weight = 400, size = 13, step = 17, colour = theme.text, align = "left", middle = y } = {}) => {
    ctx.font = `${weight} ${size}px ${theme.font}`;
    ctx.fillStyle = colour;
    ctx.textAlign = align;
    paintLines(ctx, text, at, middle, step, most);
  };
  const letters = node.letters ?? [];
  if (node.style === "header") {
    if (letters.length) paintLetters(ctx, theme, letters, left + 12, y, 10);
    else paintSymbol(ctx, node.symbol, left + 22, y, 9, colours.strong);
    const two = lines.length > 1;
    const size = letters.length ? 13.5 : 15;
    write(lines, left + 41, width - 48, { weight: 600, size: two ? 13 : size, step: 15, middle: two ? y - 8 : y - 9 });
    write([node.detail], left + 41, width - 48, { size: 12, colour: theme.soft, middle: two ? y + 17 : y + 11 });
  } else if (node.style === "focus") {
    ctx.font = `600 15px ${theme.font}`;
    const wide = Math.min(Math.max(...lines.map((text) => ctx.measureText(text).width)), width - 46);
    const from = x - (wide + 26) / 2;
    paintSymbol(ctx, node.symbol, from + 8, y, 9, colours.strong);
    write(lines, from + 26, width - 46, { weight: 600, size: 15, step: 19 });
  } else if (boxed) {
    const grown = typeof node.value === "number" ? 4.6 + 2.6 * node.value : 5.2;
    paintSymbol(ctx, node.symbol, left + 16, y, grown, colours.strong);
    const beside = node.below ? 0 : letters.length * 16;
    write(lines, left + 29, width - 35 - beside, { middle: node.below ? y - 9 : y });
    if (node.below) paintLetters(ctx, theme, letters, left + 29, y + lines.length * 8.5);
    else paintLetters(ctx, theme, letters, left + width - 6 - beside, y);
  } else if (node.align === "below") {
    paintSymbol(ctx, node.symbol, x, y - height / 2 + 8, 7, colours.strong);
    write(lines, x, width, { align: "center", step: 16, middle: y + 8 });
  } else {
    const outward = node.align === "left";
    const at = outward ? left + 8 : left + width - 8;
    if (!node.more) paintSymbol(ctx, node.symbol, at, y, 5.6, colours.strong);
    write(lines, outward ? at + 13 : at - 13, width - 16, {
      align: node.align,
      weight: node.more || state.chosen ? 600 : 400,
      colour: node.more ? theme.accent : theme.text,
    });
  }

  if (state.cursor) {
    ctx.globalAlpha = 1;
    ctx.beginPath();
    ctx.roundRect(left - 5, y - height / 2 - 4, width + 10, height + 8, 11);
    ctx.lineWidth = 2;
    ctx.strokeStyle = theme.accent;
    ctx.setLineDash([6, 3]);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  ctx.globalAlpha = 1;
}

function paintRoute(ctx, edge) {
  const route = edge.route;
  const [from, to] = [route[0], route[route.length - 1]];
  ctx.beginPath();
  ctx.moveTo(...from);
  let back = route[route.length - 2];
  if (edge.curve) {
    const bend = Math.max(24, (to[0] - from[0]) * 0.45);
    ctx.bezierCurveTo(from[0] + bend, from[1], to[0] - bend, to[1], ...to);
    back = [to[0] - 1, to[1]];
  } else {
    for (let i = 1; i < route.length - 1; i += 1) ctx.arcTo(...route[i], ...route[i + 1], 7);
    ctx.lineTo(...to);
  }
  ctx.stroke();
  if (edge.arrow) {
    const angle = Math.atan2(to[1] - back[1], to[0] - back[0]);
    ctx.beginPath();
    ctx.moveTo(...to);
    [2.7, -2.7].forEach((turn) =>
      ctx.lineTo(to[0] + 8 * Math.cos(angle + turn), to[1] + 8 * Math.sin(angle + turn)),
    );
    ctx.closePath();
    ctx.fillStyle = ctx.strokeStyle;
    ctx.fill();
  }
}

function paintEdgeLabel(ctx, theme, edge) {
  const [a, b] = [edge.route[0], edge.route[edge.route.length - 1]];
  const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  ctx.font = `400 11.5px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const wide = ctx.measureText(edge.label).width;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(x - wide / 2 - 3, y - 8, wide + 6, 16);
  ctx.fillStyle = theme.soft;
  ctx.fillText(edge.label, x, y);
}

function paintMark(ctx, theme, mark, hidden) {
  if (mark.kind && hidden.has(mark.kind)) return;
  if (mark.mark === "panel") {
    ctx.beginPath();
    ctx.roundRect(mark.x, mark.y, mark.width, mark.height, 14);
    ctx.fillStyle = theme.panel;
    ctx.fill();
  } else if (mark.mark === "rule") {
    ctx.fillStyle = theme.faint;
    ctx.fillRect(mark.x, mark.y, mark.width, 1);
  } else if (mark.mark === "arc") {
    ctx.beginPath();
    mark.points.forEach((point) => ctx.lineTo(...point));
    ctx.lineWidth = 3;
    ctx.lineCap = ctx.lineJoin = "round";
    ctx.strokeStyle = theme.of(mark.color).strong;
    ctx.stroke();
  } else {
    let x = mark.x;
    ctx.textBaseline = "middle";
    ctx.textAlign = ["left", "center", "right"][(mark.align ?? 0) * 2];
    if (mark.symbol) {
      paintSymbol(ctx, mark.symbol, x + 7, mark.y, 6, theme.of(mark.color).strong);
      x += 22;
    }
    ctx.font = `${mark.strong ? 600 : 400} ${mark.size ?? 13.5}px ${theme.font}`;
    ctx.fillStyle = mark.soft ? theme.soft : theme.text;
    ctx.textBaseline = "middle";
    ctx.fillText(mark.text, x, mark.y);
    if (mark.count) {
      const after = x + ctx.measureText(mark.text).width + 10;
      ctx.font = `400 12.5px ${theme.font}`;
      ctx.fillStyle = theme.soft;
      ctx.fillText(mark.count, after, mark.y);
    }
  }
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
  let received = {};
  let selected = null;
  let hovered = null;
  let cursor = null;
  let least = 1;
  let listed = false;

  const data = new vis.DataSet();
  const network = new vis.Network(stage, { nodes: data, edges: new vis.DataSet() }, {
    autoResize: false,
    physics: false,
    layout: { randomSeed: 1 },
    nodes: { shape: "custom", fixed: true },
    interaction: {
      hover: true, dragNodes: false, dragView: false, selectable: true, multiselect: false,
      selectConnectedEdges: false, hoverConnectedEdges: false, tooltipDelay: 350, keyboard: false,
    },
  });
  stage.querySelectorAll("[tabindex]").forEach((inner) => inner.setAttribute("tabindex", "-1"));

  const visible = (id) => nodes.has(id) && !hidden.has(nodes.get(id).kind);
  const active = () => (hovered && visible(hovered) ? hovered : selected && visible(selected) ? selected : null);
  const isLit = (id, chosen) => id === chosen || neighbours.get(chosen)?.has(id);

  const painters = (id) => ({ ctx }) => ({
    drawNode() {
      const chosen = active();
      const lit = chosen && isLit(id, chosen);
      paintNode(ctx, theme, nodes.get(id), {
        dim: chosen && !lit,
        lit,
        chosen: id === selected,
        cursor: id === cursor && stage.matches(":focus"),
      });
    },
    nodeDimensions: { width: nodes.get(id).width, height: nodes.get(id).height },
  });

  network.on("beforeDrawing", (ctx) => {
    const chosen = active();
    const marks = drawing.marks;
    const below = (mark) => mark.mark === "panel" || mark.mark === "rule";
    marks.filter(below).forEach((mark) => paintMark(ctx, theme, mark, hidden));
    const edges = drawing.edges.filter((edge) => visible(edge.from) && visible(edge.to));
    const touches = (edge) => edge.from === chosen || edge.to === chosen;
    ctx.lineJoin = "round";
    edges.filter((edge) => !chosen || !touches(edge)).forEach((edge) => {
      ctx.globalAlpha = chosen ? 0.35 : 1;
      ctx.lineWidth = edge.width ?? 1;
      ctx.strokeStyle = theme.line;
      paintRoute(ctx, edge);
    });
    ctx.globalAlpha = 1;
    const lit = chosen ? edges.filter(touches) : [];
    lit.forEach((edge) => {
      const far = nodes.get(edge.from === chosen ? edge.to : edge.from);
      ctx.lineWidth = (edge.width ?? 1) + 0.9;
      ctx.strokeStyle = theme.of(drawing.form === "comparison" ? nodes.get(edge.to).color : far.color).strong;
      paintRoute(ctx, edge);
    });
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

  function choose(id, tell = true) {
    if (id === selected) return;
    selected = id;
    line.textContent = id ? describe(id) : "";
    redraw();
    markList();
    if (tell) report({ selected: id });
  }

  function focusOn(id) {
    if (id) report({ focus: id });
  }

  network.on("click", (event) => {
    const id = event.nodes[0] ?? null;
    cursor = id ?? cursor;
    choose(id);
  });
  network.on("doubleClick", (event) => focusOn(event.nodes[0]));
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
      cursor = step(...arrow);
      line.textContent = describe(cursor);
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
    move({ x: drawing.width / 2, y: drawing.height / 2 }, least, animate);
  }

  function move(position, scale, animate = true) {
    const animation = animate && !MOTION.matches ? { duration: 180, easingFunction: "easeOutQuad" } : false;
    network.moveTo({ position, scale, animation });
    network.setOptions({ interaction: { dragView: scale > least * 1.01 } });
  }

  function zoomBy(factor) {
    const scale = Math.max(least, Math.min(4, network.getScale() * factor));
    if (scale <= least * 1.01) fit();
    else move(network.getViewPosition(), scale);
  }

  network.on("zoom", ({ scale }) => (scale < least ? fit(false) : network.setOptions({ interaction: { dragView: true } })));

  // Bring a node into view when zoomed in, or the page to it when not.
  function reveal(id) {
    const node = nodes.get(id);
    if (!node) return;
    const spot = network.canvasToDOM({ x: node.x, y: node.y });
    const { clientWidth, clientHeight } = stage;
    if (spot.x < 0 || spot.y < 0 || spot.x > clientWidth || spot.y > clientHeight) {
      move({ x: node.x, y: node.y }, network.getScale());
    }
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

  function buildLegend() {
    const had = root.getRootNode().activeElement?.dataset?.kind;
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
    if (had) [...legend.children].find((button) => button.dataset.kind === had)?.focus();
  }

  function applyHidden() {
    data.update(drawing.nodes.map((node) => ({ id: node.id, hidden: hidden.has(node.kind) })));
    buildLegend();
    buildList();
    redraw();
  }

  function buildList() {
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
      note.append(element("p", "", nodes.get(selected).title));
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
    const asList = width < NARROW || (drawing.form !== "network" && scale < SMALLEST);
    least = scale;
    root.classList.toggle("cg-listed", asList);
    if (asList !== listed) {
      listed = asList;
      buildList();
    }
    if (listed) return;
    const height = Math.round(drawing.height * scale);
    stage.style.height = `${height}px`;
    stage.style.maxWidth = drawing.form === "network" ? "" : `${Math.ceil(drawing.width * scale)}px`;
    network.setSize(`${stage.clientWidth}px`, `${height}px`);
    fit(false);
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

  function show(next) {
    theme = readTheme(root);
    const fresh = JSON.stringify(next.drawing);
    const changed = fresh !== received.drawing;
    if (changed) {
      drawing = next.drawing;
      nodes = new Map(drawing.nodes.map((node) => [node.id, node]));
      neighbours = new Map(drawing.nodes.map((node) => [node.id, new Set()]));
      drawing.edges.forEach((edge) => {
        neighbours.get(edge.from).add(edge.to);
        neighbours.get(edge.to).add(edge.from);
      });
      hovered = null;
      if (!nodes.has(cursor)) cursor = null;
      stage.setAttribute(
        "aria-label",
        `${drawing.summary} Arrow keys move, Enter chooses, F goes there, Escape clears.`,
      );
    }
    const nextHidden = JSON.stringify(next.hidden ?? []);
    if (nextHidden !== received.hidden) hidden = new Set(next.hidden ?? []);
    if (next.selected !== received.selected) choose(next.selected ?? null, false);
    received = { drawing: fresh, hidden: nextHidden, selected: next.selected };
    if (changed) {
      data.clear();
      data.add(
        drawing.nodes.map((node) => ({
          id: node.id, x: node.x, y: node.y, title: node.title, hidden: hidden.has(node.kind),
          ctxRenderer: painters(node.id),
        })),
      );
      buildLegend();
      buildList();
      arrange();
    } else applyHidden();
  }

  return {
    show,
    destroy() {
      observer.disconnect();
      network.destroy();
      root.remove();
    },
  };
}
