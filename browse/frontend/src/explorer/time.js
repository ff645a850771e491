// The range of dates, and playing through it month by month.
import { byId, calmly, monthWords } from "./dom.js";
import { span } from "./filters.js";

const STEP_MS = 500;

export function makeTime(scene, changed) {
  const [from, to, button, speed, words, undated] = ["date-from", "date-to", "play", "speed", "date-words", "undated"].map(byId);
  const box = byId("time");
  let timer = 0;
  let range = null;

  function update() {
    range = span(scene.graph);
    box.hidden = !range || range[0] === range[1];
    if (box.hidden) return;
    const { filters } = scene;
    for (const slider of [from, to]) [slider.min, slider.max] = range;
    from.value = filters.from ?? range[0];
    to.value = filters.to ?? range[1];
    undated.checked = filters.undated;
    for (const slider of [from, to]) slider.setAttribute("aria-valuetext", monthWords(+slider.value));
    words.textContent = `${monthWords(+from.value)} – ${monthWords(+to.value)}`;
    button.textContent = timer ? "Pause" : "Play";
  }

  // The ends of the whole range are no filter: what comes later with an expansion is not cut off.
  function set(first, last) {
    scene.filters.from = first <= range[0] ? null : first;
    scene.filters.to = last >= range[1] ? null : last;
    update();
    changed();
  }

  from.addEventListener("input", () => set(Math.min(+from.value, +to.value), +to.value));
  to.addEventListener("input", () => {
    const wanted = +to.value; // pausing puts the slider back
    pause();
    set(Math.min(+from.value, wanted), wanted);
  });
  undated.addEventListener("change", () => { scene.filters.undated = undated.checked; changed(); });

  function step() {
    const next = +to.value + 1;
    if (next > range[1]) return pause();
    set(+from.value, next);
    if (next >= range[1]) return pause();
    // Who asked for little motion gets more time between two pictures.
    timer = setTimeout(step, (calmly() ? 3 : 1) * STEP_MS / +speed.value);
  }

  function play() {
    if (!range) return;
    if (+to.value >= range[1]) set(+from.value, +from.value);
    timer = setTimeout(step, STEP_MS / +speed.value);
    update();
  }

  function pause() {
    clearTimeout(timer);
    timer = 0;
    update();
    scene.settled();
  }

  button.addEventListener("click", () => (timer ? pause() : play()));
  return { update, pause, playing: () => timer !== 0 };
}
