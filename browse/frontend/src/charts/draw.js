// Draws what tidy.js made, in the colours of the page.
import { BarController, BarElement, CategoryScale, Chart, Legend, LineController, LineElement, LinearScale, PointElement, Tooltip } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, Legend, LineController, LineElement, LinearScale, PointElement, Tooltip);

// Okabe and Ito's colours, which people with any kind of colour vision tell apart; the first is near the page's link colour.
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8b8f97"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function when(label) {
  return /^\d{4}-\d{2}$/.test(label) ? `${MONTHS[Number(label.slice(5)) - 1]} ${label.slice(0, 4)}` : label;
}

/** A value of the graph as the pages word it. */
function worded(name, spec) {
  return spec.words?.[name] ?? name;
}

function amount(value, spec) {
  const money = (spec.y ?? "").endsWith("_usd");
  const unit = money ? { style: "currency", currency: "USD" } : {};
  const percent = (spec.y ?? "").startsWith("percent") ? "%" : "";
  return Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1, ...unit }).format(Math.abs(value)) + percent;
}

function theme() {
  const style = getComputedStyle(document.documentElement);
  const [ink, soft, line, paper] = ["--ink", "--soft", "--line", "--paper"].map((name) => style.getPropertyValue(name).trim());
  return { ink, soft, line, paper, family: style.getPropertyValue("--sans").trim() };
}

function datasets(data, spec, look) {
  const names = [...new Set(data.series.map((one) => one.name))];
  return data.series.map((one) => ({
    label: [worded(one.name, spec), one.side].filter(Boolean).join(" · "),
    data: data.sides.length > 1 && one.side === data.sides[1] ? one.values.map((value) => -value) : one.values,
    backgroundColor: COLOURS[names.indexOf(one.name) % COLOURS.length],
    borderColor: spec.kind === "line" ? COLOURS[names.indexOf(one.name) % COLOURS.length] : look.paper,
    borderWidth: spec.kind === "line" ? 2 : 0,
    pointRadius: 2,
    maxBarThickness: 22,
    categoryPercentage: 0.86,
    barPercentage: 0.95,
  }));
}

function replaced(text, rules) {
  const [front, short] = rules.find(([one]) => text.startsWith(one)) ?? ["", ""];
  return short + text.slice(front.length);
}

/** Long names are cut at the end; those that begin alike at the beginning. Courts lose their fronts before, by rules. */
function shortener(labels, width, courts) {
  const [most, head] = [Math.min(34, Math.max(14, Math.round(width / 22))), 14];
  const begins = new Map();
  for (const label of labels) begins.set(label.slice(0, head), (begins.get(label.slice(0, head)) ?? 0) + 1);
  return (name) => {
    const front = courts ? replaced(name, courts.fronts) : name;
    const text = courts && front.length > most ? replaced(front, courts.initials) : front;
    if (text.length <= most) return text;
    return !courts && begins.get(text.slice(0, head)) > 2 ? `…${text.slice(1 - most).replace(/^\S*\s+(?=\S)/, "")}` : `${text.slice(0, most - 1)}…`;
  };
}

function scales(data, spec, look, width) {
  const ticks = { color: look.soft, font: { family: look.family, size: 12 } };
  const upright = spec.kind !== "rows";
  const stacked = spec.kind !== "line";
  const cut = shortener(data.labels, width, spec.courts);
  const names = { stacked, grid: { display: false }, border: { color: look.line }, ticks: { ...ticks, autoSkip: upright, maxRotation: 0, callback: (_, index) => cut(when(data.labels[index])) } };
  const sizes = { stacked, beginAtZero: true, grid: { color: look.line }, border: { display: false }, ticks: { ...ticks, precision: 0, callback: (value) => amount(value, spec) } };
  if (data.sides.length > 1) sizes.title = /* read from below, so the arrows point down and up */ { display: true, color: look.soft, text: `${data.sides[1]}s ←   → ${data.sides[0]}s`, font: { family: look.family, size: 12 } };
  return upright ? { x: names, y: sizes } : { x: sizes, y: names };
}

/** The entries of the legend: one for each name, whichever side it stands on. */
function oncePerName(data, spec) {
  const seen = new Set();
  return (item) => {
    const name = data.series[item.datasetIndex].name;
    item.text = worded(name, spec);
    return !seen.has(name) && Boolean(seen.add(name));
  };
}

/**
 * Draws into a canvas; the chart before it there is taken away.
 * @param {HTMLCanvasElement} canvas
 * @param {ReturnType<import("./tidy.js").tidy>} data
 * @param {{kind: string, y?: string}} spec
 */
export function draw(canvas, data, spec) {
  Chart.getChart(canvas)?.destroy();
  const look = theme();
  const several = new Set(data.series.map((one) => one.name)).size > 1;
  canvas.parentElement.style.height = spec.kind === "rows" ? `${Math.max(8, data.labels.length * 1.75 + 4)}rem` : "";
  return new Chart(canvas, {
    type: spec.kind === "line" ? "line" : "bar",
    data: { labels: data.labels, datasets: datasets(data, spec, look) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: spec.kind === "rows" ? "y" : "x",
      interaction: { mode: "index", axis: spec.kind === "rows" ? "y" : "x", intersect: false },
      scales: scales(data, spec, look, canvas.parentElement.clientWidth),
      plugins: {
        legend: {
          display: several,
          position: "top",
          align: "start",
          onClick: (_, item, legend) => toggle(legend.chart, data, item.datasetIndex),
          labels: { color: look.ink, boxWidth: 10, boxHeight: 10, font: { family: look.family, size: 12 }, filter: (item, all) => {
            if (item.datasetIndex === 0) all.once = oncePerName(data, spec);
            return all.once(item);
          } },
        },
        tooltip: {
          filter: (item) => item.raw !== null && (item.raw !== 0 || spec.kind === "line"),
          callbacks: {
            title: (items) => (items.length ? when(items[0].label) : ""),
            label: (item) => `${item.dataset.label || (spec.y ?? "rows").replaceAll("_", " ").replace(/ usd$/, "")}: ${amount(item.raw, spec)}`,
          },
        },
      },
    },
  });
}

/** Shows or hides a name on all of its sides. */
function toggle(chart, data, index) {
  const hidden = chart.isDatasetVisible(index);
  data.series.forEach((one, place) => {
    if (one.name === data.series[index].name) chart.setDatasetVisibility(place, !hidden);
  });
  chart.update();
}
