// "Draw a chart" below a table or an answer: the reader picks kind and columns; the choice stands in the address.

const KINDS = [["rows", "bars, one below another"], ["bar", "columns"], ["line", "lines"]];
const PREFIX = "chart:";

function numeric(rows, column) {
  const values = rows.map((row) => row[column]).filter((value) => value !== null && value !== "");
  return values.length > 0 && values.every((value) => typeof value === "number");
}

function choose(label, options, chosen) {
  const box = document.createElement("label");
  const select = document.createElement("select");
  for (const [value, words] of options) select.add(new Option(words, value, false, value === chosen));
  box.append(`${label} `, select);
  return [box, select];
}

/** The choice that the address holds: #chart:kind=rows&x=… ; null where it holds none. */
export function chosen() {
  const hash = decodeURIComponent(location.hash.slice(1));
  return hash.startsWith(PREFIX) ? Object.fromEntries(new URLSearchParams(hash.slice(PREFIX.length))) : null;
}

function defaults(rows, columns) {
  const words = columns.filter((column) => !numeric(rows, column));
  const repeated = words.find((column) => new Set(rows.map((row) => JSON.stringify(row[column]))).size < rows.length);
  return { kind: "rows", x: repeated ?? words[0] ?? columns[0], y: "", series: "" };
}

/**
 * Puts the controls into `place` and calls `show(spec)` now and at each change.
 * @param {HTMLElement} place
 * @param {object[]} rows
 * @param {(spec: object) => void} show
 */
export function offer(place, rows, show) {
  const columns = Object.keys(rows[0]);
  const spec = { ...defaults(rows, columns), ...chosen() };
  const words = (column) => [column, column.replaceAll("_", " ")];
  const parts = {
    kind: choose("Kind", KINDS, spec.kind),
    x: choose("One bar for each", columns.map(words), spec.x),
    y: choose("Length", [["", "number of rows"], ...columns.filter((column) => numeric(rows, column)).map((column) => [column, `sum of ${words(column)[1]}`])], spec.y),
    series: choose("Coloured by", [["", "nothing"], ...columns.map(words)], spec.series),
  };
  const update = (event) => {
    const picked = Object.fromEntries(Object.entries(parts).map(([name, [, select]]) => [name, select.value]));
    if (event) history.replaceState(null, "", `#${PREFIX}${new URLSearchParams(picked)}`);
    show(picked);
  };
  for (const [box, select] of Object.values(parts)) {
    select.addEventListener("change", update);
    place.append(box);
  }
  update(null);
}
