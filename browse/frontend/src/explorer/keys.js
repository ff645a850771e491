// The drawing by keyboard.
const PAN = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function listenToKeys(container, view, acts) {
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actOf(event.key.length === 1 ? event.key.toLowerCase() : event.key); // Shift or Caps Lock give capitals
    if (!act) return;
    event.preventDefault();
    act();
  });

  function actOf(key) {
    if (PAN[key]) return () => view.pan(...PAN[key]);
    return {
      "+": () => view.zoom(1 / 1.4),
      "=": () => view.zoom(1 / 1.4),
      "-": () => view.zoom(1.4),
      0: () => view.fit(),
      Escape: acts.unselect,
      Enter: acts.expandSelected,
      Delete: acts.hideSelected,
      n: () => acts.step(1),
      p: () => acts.step(-1),
    }[key];
  }
}
