// The link that restores a view. Where one started stands in the address's query, for the server; the rest in its
// fragment, which no server sees: #do=expand:… for each step, filters, dates, camera, selection.
import { monthFrom, monthText } from "./dom.js";

const GROUPS = ["relation", "kind", "medium", "provenance"];
const STEPS_MOST = 60;
const VALUES_MOST = 500;

export function writeState(scene, camera) {
  const { filters } = scene;
  const told = new URLSearchParams();
  for (const [what, ...ids] of scene.steps) told.append(what, ids.length === 1 ? ids[0] : JSON.stringify(ids));
  for (const group of GROUPS) for (const value of [...filters[group]].sort()) told.append(`no-${group}`, value);
  for (const id of [...filters.hidden].sort()) told.append("hide", id);
  if (filters.from !== null) told.set("from", monthText(filters.from));
  if (filters.to !== null) told.set("to", monthText(filters.to));
  if (!filters.undated) told.set("undated", "no");
  if (scene.selected) told.set("select", scene.selected);
  if (scene.edge) told.set("line", scene.edge);
  if (scene.path.length) told.set("lit", "path");
  const { x, y, ratio } = camera;
  if (Math.abs(x - 0.5) + Math.abs(y - 0.5) + Math.abs(ratio - 1) > 0.001) told.set("at", [x, y, ratio].map((value) => value.toFixed(4)).join(","));
  return told.toString();
}

// A link may come from anybody: what it holds is bounded, and only ever compared with what the server tells.
export function readState(fragment, filters) {
  const told = new URLSearchParams(fragment.replace(/^#/, ""));
  const steps = [];
  for (const [key, value] of told) {
    if (steps.length >= STEPS_MOST) break;
    if (key === "expand") steps.push(["expand", value]);
    if (key === "path" || key === "detour") {
      const ids = parsed(value);
      if (Array.isArray(ids) && ids.length === 2 && ids.every((id) => typeof id === "string")) steps.push([key, ...ids]);
    }
  }
  for (const group of GROUPS) filters[group] = new Set(told.getAll(`no-${group}`).slice(0, VALUES_MOST));
  filters.hidden = new Set(told.getAll("hide").slice(0, VALUES_MOST));
  filters.from = monthFrom(told.get("from"));
  filters.to = monthFrom(told.get("to"));
  filters.undated = told.get("undated") !== "no";
  const at = (told.get("at") || "").split(",").map(Number);
  const camera = at.length === 3 && at.every(Number.isFinite) && at[2] > 0 ? { x: at[0], y: at[1], ratio: Math.min(4, Math.max(0.02, at[2])), angle: 0 } : null;
  return { steps, camera, selected: told.get("select"), edge: told.get("line"), lit: told.get("lit") === "path" };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
