// Charts of tables and queries. Each reads the JSON of what stands on the page beside it, so chart and table tell the same.
import { draw } from "./charts/draw.js";
import { chosen, offer } from "./charts/maker.js";
import { tidy } from "./charts/tidy.js";

async function read(source) {
  const address = new URL(source, location.href);
  for (const [name, value] of [["_shape", "array"], ["_size", "max"], ["_labels", "on"]]) address.searchParams.set(name, value);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} answered ${answer.status}`);
  return answer.json();
}

function show(figure, rows, spec) {
  const data = tidy(rows, spec);
  const note = figure.querySelector(".chart-note");
  const told = [...data.notes, ...(rows.length >= 10000 ? ["of the first 10,000 rows"] : [])];
  note.textContent = told.length ? `${told.join("; ")}.` : "";
  note.hidden = told.length === 0;
  const again = () => draw(figure.querySelector("canvas"), data, spec);
  again();
  figure.redraw = again; // where light turns to dark
  figure.dataset.bars = String(data.labels.length);
}

function told(figure, error) {
  const note = figure.querySelector(".chart-note");
  note.textContent = `The chart could not be drawn: ${error.message}. The table holds the same.`;
  note.hidden = false;
}

async function fill(figure) {
  const { kind, x, y, series, side, source, words, courts } = figure.dataset;
  const rows = await read(source);
  figure.hidden = rows.length === 0;
  if (rows.length) show(figure, rows, { kind, x, y, series, side, words: words && JSON.parse(words), courts: courts && JSON.parse(courts) });
}

async function make(details) {
  if (details.dataset.opened) return;
  details.dataset.opened = "yes";
  const figure = details.querySelector("figure");
  const rows = await read(details.dataset.source);
  if (rows.length) offer(details.querySelector(".chart-controls"), rows, (spec) => show(figure, rows, { ...spec, courts: spec.x === "court" || spec.x === "court_id" ? JSON.parse(details.dataset.courts) : undefined }));
  else told(figure, new Error("there are no rows"));
}

for (const figure of document.querySelectorAll("figure.chart[data-source]")) {
  fill(figure).catch((error) => told(figure, error));
}
for (const details of document.querySelectorAll("details.chart-maker")) {
  details.hidden = false;
  details.addEventListener("toggle", () => details.open && make(details).catch((error) => told(details.querySelector("figure"), error)));
  if (chosen()) details.open = true;
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const figure of document.querySelectorAll("figure.chart")) figure.redraw?.();
});
