// From the rows of a table or query to what a chart shows: labels, and one list of numbers for each series.

const MONTH = /^\d{4}-\d{2}$/;
const YEAR = /^\d{4}$/;
const OTHER = "other";
const NAMELESS = "not known";
export const MOST_SERIES = 7; // colours that people tell apart
export const MOST_BARS = 20;

/** Text of a cell; a foreign key comes as {value, label}. */
export function textOf(value) {
  const plain = value !== null && typeof value === "object" ? (value.label ?? value.value) : value;
  return plain === null || plain === undefined || plain === "" ? NAMELESS : String(plain);
}

function numberOf(value) {
  const number = typeof value === "number" ? value : Number.parseFloat(value);
  return Number.isFinite(number) ? number : 0;
}

/** Every month or year from the first to the last, so that a quiet one leaves a gap. */
function span(labels, pattern) {
  const known = labels.filter((label) => pattern.test(label)).sort();
  if (!known.length) return known;
  const step = pattern === MONTH ? 12 : 1;
  const place = (label) => (step === 12 ? Number(label.slice(0, 4)) * 12 + Number(label.slice(5)) - 1 : Number(label));
  const label = (at) => (step === 12 ? `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}` : String(at));
  const [first, last] = [place(known[0]), place(known.at(-1))];
  if (last - first > 1200) return [...new Set(known)]; // a date in error must not make a thousand empty bars
  return Array.from({ length: last - first + 1 }, (_, index) => label(first + index));
}

// Years before the story begins in earnest: all that lies in them is at most so much of the whole, and most months are empty.
const EARLY_SHARE = 0.05;
const EMPTY_SHARE = 2 / 3;

/** How many months at the beginning are whole years in which next to nothing happened; `sizes` are in their order. */
function quietMonths(labels, sizes) {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let [before, empty, quiet] = [0, 0, 0];
  for (const [place, label] of labels.entries()) {
    if (label.endsWith("-01") && place >= 12 && empty >= place * EMPTY_SHARE) quiet = place;
    before += sizes[place];
    empty += sizes[place] === 0 ? 1 : 0;
    if (before > total * EARLY_SHARE) break;
  }
  return quiet;
}

/** Time where most labels are months, or years; else null. */
function periodOf(labels) {
  return [MONTH, YEAR].find((pattern) => labels.filter((label) => pattern.test(label)).length * 2 > labels.length) ?? null;
}

/** The names by their total, largest first. */
function ranked(rows, name, size) {
  const totals = new Map();
  for (const row of rows) totals.set(name(row), (totals.get(name(row)) ?? 0) + size(row));
  return [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([found]) => found);
}

/**
 * @param {object[]} rows - as Datasette's JSON has them.
 * @param {{kind: string, x: string, y?: string, series?: string, side?: string}} spec - columns by their part; without y
 *   rows are counted; `side` parts a mirror chart: its second value points downwards.
 * @returns {{labels: string[], series: {name: string, side: string, values: (number | null)[]}[], sides: string[], notes: string[]}}
 */
export function tidy(rows, spec) {
  const notes = [];
  const xOf = (row) => textOf(row[spec.x]);
  const size = spec.y ? (row) => numberOf(row[spec.y]) : () => 1;
  const seen = [...new Set(rows.map(xOf))];
  const period = spec.kind === "rows" ? null : periodOf(seen);
  let labels = period ? span(seen, period) : seen;
  if (period) {
    const left = [];
    const shares = (spec.y ?? "").startsWith("percent"); // shares do not add up: their rows are counted
    const sum = (some) => some.reduce((all, row) => all + (shares ? 1 : size(row)), 0);
    const told = (number) => number.toLocaleString("en") + (shares ? ` row${number === 1 ? "" : "s"}` : "");
    const sizes = new Map(labels.map((label) => [label, 0]));
    for (const row of rows) if (sizes.has(xOf(row))) sizes.set(xOf(row), sizes.get(xOf(row)) + size(row));
    const early = new Set(period === MONTH ? labels.slice(0, quietMonths(labels, [...sizes.values()])) : []);
    const [timeless, before] = [sum(rows.filter((row) => !sizes.has(xOf(row)))), sum(rows.filter((row) => early.has(xOf(row))))];
    labels = labels.filter((label) => !early.has(label));
    if (before) left.push(`${told(before)} from before ${labels[0].slice(0, 4)}`);
    if (timeless) left.push(`${told(timeless)} of which no ${period === MONTH ? "month" : "year"} is known`);
    if (left.length) notes.push(`Not drawn: ${left.join(", and ")}`);
  } else {
    if (!spec.y || spec.series) labels = ranked(rows, xOf, size);
    if (labels.length > MOST_BARS) notes.push(`the first ${MOST_BARS} of ${labels.length.toLocaleString("en")}`);
    labels = labels.slice(0, MOST_BARS);
  }
  const places = new Map(labels.map((label, index) => [label, index]));
  const shown = rows.filter((row) => places.has(xOf(row)));
  const names = spec.series ? ranked(shown, (row) => textOf(row[spec.series]), size) : [""];
  const kept = new Set(names.length > MOST_SERIES ? names.slice(0, MOST_SERIES - 1) : names);
  const sides = spec.side ? [...new Set(shown.map((row) => textOf(row[spec.side])))].sort().reverse() : [""];
  const nothing = spec.kind === "line" && spec.y ? null : 0; // a line has a gap where no row tells a number
  const series = new Map();
  for (const name of [...kept, ...(kept.size < names.length ? [OTHER] : [])]) {
    for (const side of sides) series.set(`${name}\u0000${side}`, { name, side, values: Array(labels.length).fill(nothing) });
  }
  for (const row of shown) {
    const name = spec.series ? textOf(row[spec.series]) : "";
    const side = spec.side ? textOf(row[spec.side]) : "";
    series.get(`${kept.has(name) ? name : OTHER}\u0000${side}`).values[places.get(xOf(row))] += size(row);
  }
  return { labels, series: [...series.values()], sides, notes };
}
