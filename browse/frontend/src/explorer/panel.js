// What is known of the node or relation that is selected.
import { button, byId, count, counted, dateWords, element, link } from "./dom.js";
import { kindLook } from "./looks.js";
import { kindSwatch, relationSwatch } from "./swatches.js";

export function makePanel(scene, server, acts) {
  const place = byId("panel");
  let asked = 0;

  function empty() {
    asked += 1;
    place.replaceChildren(element("p", { class: "none" }, "Click a node or a line, or choose one in the table below, to see what is told of it."));
  }

  async function fill(load, show) {
    const turn = (asked += 1);
    try {
      const told = await load();
      if (turn === asked) show(told);
    } catch (error) {
      if (turn === asked) place.append(element("p", { class: "note", role: "alert" }, error.message));
    }
  }

  function showNode(id) {
    const node = scene.graph.getNodeAttributes(id);
    const told = element("div", { class: "told" });
    const held = scene.expanded.get(id);
    const more = held ? held.left : Math.max(0, node.relations - scene.graph.degree(id));
    place.replaceChildren(
      element("h2", {}, kindSwatch(node.kind), " ", link(node.page, node.name)),
      element("p", { class: "about" }, [...new Set([kindLook(node.kind).words, node.media.join(", "), node.description])].filter(Boolean).join(" · ")),
      element("p", { class: "note", id: "panel-counts" }, `${counted(node.relations, "relation")}, ${counted(node.articles, "article")}`),
      element("p", { class: "panel-acts" },
        button(more ? `Expand (${count(more)} more)` : "Expand", () => acts.expand(id), { id: "panel-expand", disabled: held?.left === 0 }),
        button("Hide", () => acts.hide(id)),
        button("Path from here", () => acts.pathFrom(id)),
        button("Path to here", () => acts.pathTo(id)),
        link(`${acts.address}?id=${encodeURIComponent(id)}`, "Start here")),
      told,
    );
    fill(() => server.node(id), (answer) => {
      byId("panel-counts").textContent = `${counted(node.relations, "relation")}, ${counted(answer.facts, "fact")}, ${counted(node.articles, "article")}`;
      told.replaceChildren(...sentences(answer.sentences, "No article here tells of it: it is known from the register."));
    });
  }

  function showEdge(id) {
    const edge = scene.graph.getEdgeAttributes(id);
    const name = (end) => scene.graph.getNodeAttribute(end, "name");
    const [source, target] = scene.graph.extremities(id);
    const told = element("div", { class: "told" });
    const about = element("p", { class: "about" });
    const tell = (...more) => {
      const parts = [dateWords(edge.date), counted(edge.articles, "article"), { both: "register and news" }[edge.provenance] || edge.provenance, ...more].filter(Boolean);
      about.replaceChildren(...parts.flatMap((part, at) => (at ? [" · ", part] : [part])));
    };
    tell(`confidence ${edge.confidence.toFixed(2)}`);
    place.replaceChildren(
      element("h2", {}, button(name(source), () => acts.select(source), { class: "name" }), " ", relationSwatch(edge.look), ` ${edge.words} `, button(name(target), () => acts.select(target), { class: "name" })),
      about,
      told,
    );
    fill(() => server.edge(id), (answer) => {
      tell(sure(answer), answer.told);
      told.replaceChildren(
        ...sentences(answer.sentences, "No article here tells of it: it is known from the register."),
        element("div", { class: "source" }, link(answer.page, "All evidence"), ...registerLinks(answer.register_sources)));
    });
  }

  return { empty, showNode, showEdge };
}

// What is to be said of an address that exists nowhere on the web.
const noted = ({ note }) => (note ? [" ", element("small", { class: "own" }, `(${note})`)] : []);

// The register's source, or its sources side by side; those of several suits or deals by what they stand for.
function registerLinks(sources) {
  if (sources.length < 2) return sources.flatMap((source) => [" · ", link(source.url, "the register's source"), ...noted(source)]);
  const stories = [...new Set(sources.map(({ story }) => story))];
  const links = (some) => some.flatMap((source, at) => [at ? ", " : "", link(source.url, source.words), ...noted(source)]);
  if (stories.length < 2) return [" · the register's sources: ", ...links(sources)];
  const items = stories.map((story) => element("li", {}, `${story}: `, ...links(sources.filter((source) => source.story === story))));
  return [" · the register's sources:", element("ul", { class: "register-sources" }, ...items)];
}

// How sure, in words and number, as on the other pages; and whether the article's news is this or something else.
const sure = (told) => element("span", { class: "sure", title: "0 is no trust at all, 1 is full trust" }, `${told.sure} confidence (${told.confidence.toFixed(2)})`);
const standing = ({ standing: words, background }) => element("span", { class: "tag", title: background ? "The article only recalls this; its news is something else" : "The article reports this as its news" }, words);

function sentences(list, none) {
  if (!list.length) return [element("p", { class: "none" }, none)];
  return list.flatMap((told) => [
    element("p", { class: "fact-line" }, element("strong", {}, told.subject), ` ${told.words} `, told.object ? element("strong", {}, told.object) : null, " ", element("small", {}, sure(told))),
    element("blockquote", {}, told.sentence),
    element("p", { class: "source" }, link(told.url, told.title), ...noted(told), [told.outlet, dateWords(told.published)].filter(Boolean).map((part) => ` · ${part}`).join(""), " ", standing(told)),
  ]);
}
