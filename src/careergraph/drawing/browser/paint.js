// Colours and strokes: everything that is painted on the canvas of a drawing.

const SHAPES = {
  "●": Array.from({ length: 24 }, (_, i) => polar(i / 24, 1)),
  "■": [[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]],
  "▲": [[0, -1.05], [1.05, 0.8], [-1.05, 0.8]],
  "▼": [[0, 1.05], [1.05, -0.8], [-1.05, -0.8]],
  "◆": [[0, -1.2], [1.05, 0], [0, 1.2], [-1.05, 0]],
  "★": Array.from({ length: 10 }, (_, i) => polar(i / 10, i % 2 ? 0.52 : 1.2)),
  "☆": Array.from({ length: 10 }, (_, i) => polar(i / 10, i % 2 ? 0.52 : 1.2)),
  "⬢": Array.from({ length: 6 }, (_, i) => polar(i / 6, 1.1)),
};
const HOLLOW = "☆";

function polar(turn, radius) {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
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
    name: [text, ground, read("--cg-accent"), read("--cg-font")].join(),
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
          border: mix(strong, ground, 0.48),
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
  if (symbol !== HOLLOW) return ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = colour;
  ctx.stroke();
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
  ctx.globalAlpha = state.dim || (node.faded ? 0.74 : 1);
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

// Adds the line of an edge to the current path.
function traceRoute(ctx, { route, curve }) {
  const [from, to] = [route[0], route[route.length - 1]];
  ctx.moveTo(...from);
  if (curve) {
    const bend = Math.max(24, (to[0] - from[0]) * 0.45);
    ctx.bezierCurveTo(from[0] + bend, from[1], to[0] - bend, to[1], ...to);
    return;
  }
  for (let i = 1; i < route.length - 1; i += 1) ctx.arcTo(...route[i], ...route[i + 1], 7);
  ctx.lineTo(...to);
}

function traceArrow(ctx, { route, curve }) {
  const [before, to] = route.slice(-2);
  const angle = curve ? 0 : Math.atan2(to[1] - before[1], to[0] - before[0]);
  ctx.moveTo(...to);
  [2.7, -2.7].forEach((turn) =>
    ctx.lineTo(to[0] + 8 * Math.cos(angle + turn), to[1] + 8 * Math.sin(angle + turn)),
  );
  ctx.closePath();
}

// Paints edges of one colour as one path a width, so that lines that run together do not add up.
function paintEdges(ctx, edges, colour, extra = 0) {
  ctx.lineJoin = "round";
  ctx.strokeStyle = ctx.fillStyle = colour;
  for (const width of new Set(edges.map((edge) => edge.width))) {
    ctx.lineWidth = (width ?? 1) + extra;
    ctx.beginPath();
    edges.filter((edge) => edge.width === width).forEach((edge) => traceRoute(ctx, edge));
    ctx.stroke();
  }
  ctx.beginPath();
  edges.filter((edge) => edge.arrow).forEach((edge) => traceArrow(ctx, edge));
  ctx.fill();
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
  if (mark.mark === "name") return;
  if (mark.mark === "area") {
    ctx.beginPath();
    for (const [x, y] of mark.points) {
      ctx.moveTo(x + mark.radius, y);
      ctx.arc(x, y, mark.radius, 0, 2 * Math.PI);
    }
    ctx.fillStyle = theme.of(mark.color).fill;
    ctx.fill();
  } else if (mark.mark === "panel") {
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

// ---- a map: everything is as large on the screen at any zoom ------------------------------

const LABEL = 12;
const STEP = 15.3; // From line to line of a label.
const POINT = 14; // Room for the point above its label.
const SMALLEST_NAME = 0.68; // Of its full size.
const ASIDE = [[0, 0], [0, -0.6], [0, 0.6], [-0.4, 0], [0.4, 0], [0, -1.2], [0, 1.2], [-0.4, -1], [0.4, -1], [-0.4, 1], [0.4, 1]];

function labelBox({ x, y, width, height }, scale) {
  const top = y - POINT / 2 / scale;
  return { left: x - width / 2 / scale, right: x + width / 2 / scale, top, bottom: top + height / scale };
}

// A name grows and shrinks with the map, in room of its own; where the map is shown too small for
// that, it is written as small as can be read.
function nameSize(mark, scale) {
  return Math.min(Math.max(scale / mark.zoom, SMALLEST_NAME), 1.5);
}

function fitsItsRoom(mark, scale) {
  return scale / mark.zoom >= SMALLEST_NAME;
}

// Return null where it would meet what is written already; where the map is shown so small that a
// name needs more than its room, it steps aside, by parts of its half width and height.
function nameBox(mark, scale, edge, taken) {
  const size = nameSize(mark, scale) / scale / 2;
  const [wide, high] = [mark.width * size, (17 * mark.lines.length + 2) * size];
  for (const [across, down] of fitsItsRoom(mark, scale) ? ASIDE.slice(0, 1) : ASIDE) {
    const x = Math.max(wide, Math.min(edge - wide, mark.x + across * wide));
    const y = mark.y + down * high;
    const box = { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
    if (!taken.some((other) => meet(box, other))) return box;
  }
  return null;
}

function meet(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function paintPoint(ctx, theme, node, scale, state) {
  ctx.globalAlpha = state.dim || (node.faded ? 0.3 : 1);
  const small = Math.min(Math.max(scale / 0.6, 0.5), 1); // Where points would run together.
  const radius = Math.max(node.radius * small, state.chosen || node.strong ? 6 : 0) / scale;
  paintSymbol(ctx, node.symbol, node.x, node.y, radius, theme.of(node.color).strong);
  ctx.globalAlpha = 1;
  if (!state.chosen && !state.cursor && !node.strong) return;
  ctx.beginPath();
  ctx.arc(node.x, node.y, radius + 4 / scale, 0, 2 * Math.PI);
  ctx.lineWidth = 2 / scale;
  ctx.strokeStyle = theme.accent;
  if (state.cursor && !state.chosen) ctx.setLineDash([4 / scale, 2 / scale]);
  ctx.stroke();
  ctx.setLineDash([]);
}

function paintHaloed(ctx, theme, lines, x, top, step, most, scale) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5 / scale;
  ctx.strokeStyle = theme.ground;
  lines.forEach((line, i) => {
    const y = top + ((i + 0.5) * step) / scale;
    ctx.strokeText(line, x, y, most / scale);
    ctx.fillText(line, x, y, most / scale);
  });
}

function paintLabel(ctx, theme, node, scale, full) {
  ctx.globalAlpha = full ? 1 : 0.45;
  ctx.font = `${node.strong ? 600 : 400} ${LABEL / scale}px ${theme.font}`;
  ctx.fillStyle = theme.text;
  paintHaloed(ctx, theme, node.lines, node.x, node.y + POINT / 2 / scale, STEP, node.width, scale);
  ctx.globalAlpha = 1;
}

function paintName(ctx, theme, mark, { left, right, top }, scale) {
  const size = nameSize(mark, scale);
  ctx.font = `600 ${(14 * size) / scale}px ${theme.font}`;
  ctx.fillStyle = legible(mark.color, theme.ground, theme.text, 4.5);
  const step = 17 * size;
  paintHaloed(ctx, theme, mark.lines, (left + right) / 2, top + size / scale, step, mark.width * size, scale);
}

function paintTies(ctx, theme, node, others, scale) {
  ctx.lineWidth = 1.4 / scale;
  for (const other of others) {
    ctx.beginPath();
    ctx.moveTo(node.x, node.y);
    ctx.lineTo(other.x, other.y);
    ctx.strokeStyle = theme.of(other.color).strong;
    ctx.stroke();
  }
}

function paintWays(ctx, edges, colour, scale) {
  ctx.strokeStyle = ctx.fillStyle = colour;
  for (const { route: [[ax, ay], [bx, by]], width } of edges) {
    const angle = Math.atan2(by - ay, bx - ax);
    const [x, y] = [bx - (11 / scale) * Math.cos(angle), by - (11 / scale) * Math.sin(angle)];
    ctx.lineWidth = width / scale;
    ctx.beginPath();
    ctx.moveTo(ax, ay);
    ctx.lineTo(x, y);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x, y);
    [2.6, -2.6].forEach((turn) =>
      ctx.lineTo(x + (11 / scale) * Math.cos(angle + turn), y + (11 / scale) * Math.sin(angle + turn)),
    );
    ctx.fill();
  }
}
