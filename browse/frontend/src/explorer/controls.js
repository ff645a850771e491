// The filters, which are the legend at once: each value with its mark and how many there are.
import { byId, count, element } from "./dom.js";
import { byKind, byRelation, kindLook } from "./looks.js";
import { kindSwatch, relationSwatch } from "./swatches.js";

const byCount = (counts) => (one, other) => counts.get(other).all - counts.get(one).all || (one < other ? -1 : 1);
const PROVENANCE = { register: "register alone", news: "news alone", both: "both" };

export function makeControls(scene, changed) {
  const places = { relation: byId("filter-relation"), kind: byId("filter-kind"), medium: byId("filter-medium"), provenance: byId("filter-provenance") };
  let drawn = "";

  function option(group, value, words, mark) {
    const box = element("input", { type: "checkbox", "data-value": value, on: { change: () => toggle(group, value, box.checked) } });
    box.checked = !scene.filters[group].has(value);
    return element("li", {}, element("label", {}, box, mark, element("span", { class: "words" }, words), element("span", { class: "number" })));
  }

  function toggle(group, value, on) {
    if (on) scene.filters[group].delete(value);
    else scene.filters[group].add(value);
    changed();
  }

  function draw(counts) {
    const orders = { relation: byRelation, kind: byKind, medium: byCount(counts.medium), provenance: byCount(counts.provenance) };
    const words = { relation: (value) => counts.words.get(value) || value, kind: (value) => kindLook(value).words, medium: (value) => value, provenance: (value) => PROVENANCE[value] || value };
    const marks = { relation: relationSwatch, kind: kindSwatch };
    for (const [group, place] of Object.entries(places)) {
      const values = [...counts[group].keys()].sort(orders[group]);
      place.replaceChildren(...values.map((value) => option(group, value, words[group](value), marks[group]?.(value))));
    }
  }

  // Boxes are made anew only where there are other values than before: whoever tabs through them is not thrown out.
  function update(counts) {
    const values = JSON.stringify(Object.keys(places).map((group) => [...counts[group].keys()].sort()));
    if (values !== drawn) draw(counts);
    drawn = values;
    for (const [group, place] of Object.entries(places)) {
      for (const item of place.children) {
        const box = item.querySelector("input");
        const { all, shown } = counts[group].get(box.dataset.value);
        box.checked = !scene.filters[group].has(box.dataset.value);
        item.querySelector(".number").textContent = shown === all ? count(all) : `${count(shown)} of ${count(all)}`;
        item.classList.toggle("off", !box.checked);
      }
    }
  }

  for (const name of document.querySelectorAll("[data-group]")) {
    const group = name.dataset.group;
    name.addEventListener("click", () => {
      const values = [...places[group].querySelectorAll("input")].map((box) => box.dataset.value);
      // All off leaves nothing to look at, so the second click brings all back.
      const all = scene.filters[group].size === 0;
      scene.filters[group].clear();
      if (all) values.forEach((value) => scene.filters[group].add(value));
      changed();
    });
  }

  return { update, redraw: (counts) => { drawn = ""; update(counts); } };
}
