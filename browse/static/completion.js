// Names are offered while they are typed: a combobox with a list, as WAI-ARIA describes it. Without script the form works alone.
(() => {
  const WAIT = 80; // milliseconds after the last key
  let lists = 0;

  function element(name, attributes, text) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  }

  function option(id, hit) {
    const made = element("li", { role: "option", id, "aria-selected": "false" }, hit.name);
    const more = hit.articles === 1 ? "1 article" : `${hit.articles.toLocaleString("en")} articles`;
    const alias = hit.alias && hit.alias !== hit.name ? `also ${hit.alias} · ` : "";
    made.append(" ", element("small", {}, `${alias}${hit.kind} · ${more}`));
    made.dataset.path = hit.path;
    return made;
  }

  function combine(input) {
    const id = `completions-${++lists}`;
    const list = element("ul", { role: "listbox", id, "aria-label": "Names", class: "completions" });
    const told = element("span", { role: "status", class: "visually-hidden" });
    list.hidden = true;
    const holder = element("span", { class: "combobox" });
    input.replaceWith(holder);
    holder.append(input, list, told);
    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) {
      input.setAttribute(key, value);
    }
    let timer, asked = "", place = -1;

    function mark(next) {
      const options = list.children;
      if (options[place]) options[place].setAttribute("aria-selected", "false");
      place = next;
      if (options[place]) {
        options[place].setAttribute("aria-selected", "true");
        options[place].scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", options[place].id);
      } else input.removeAttribute("aria-activedescendant");
    }

    function close() {
      list.hidden = true;
      mark(-1);
      input.setAttribute("aria-expanded", "false");
    }

    async function ask() {
      const words = input.value.trim();
      asked = words;
      if (!words) return close();
      const address = new URL(input.dataset.completions, location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address);
      if (!answer.ok || asked !== words) return undefined;
      const { completions } = await answer.json();
      if (asked !== words || document.activeElement !== input) return undefined;
      mark(-1);
      list.replaceChildren(...completions.map((hit, number) => option(`${id}-${number}`, hit)));
      list.hidden = completions.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      told.textContent = completions.length ? `${completions.length} names, arrow keys to choose` : "";
      return undefined;
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => ask().catch(close), WAIT);
    });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "ArrowDown" && !count) ask().catch(close);
      else if (event.key === "ArrowDown") mark(place + 1 < count ? place + 1 : -1);
      else if (event.key === "ArrowUp" && count) mark(place < 0 ? count - 1 : place - 1);
      else if (event.key === "Escape" && count) close();
      else if (event.key === "Enter" && count && place >= 0) location.assign(list.children[place].dataset.path);
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) location.assign(chosen.dataset.path);
    });
    input.addEventListener("blur", () => {
      clearTimeout(timer);
      asked = "";
      close();
    });
  }

  for (const input of document.querySelectorAll("input[data-completions]")) combine(input);
})();
