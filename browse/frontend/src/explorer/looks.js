// How kinds of nodes and relations look. Colours are those of Okabe and Ito, which stay apart for the colour-blind
// (Color Universal Design, https://jfly.uni-koeln.de/color/); shape tells the same once more.
const LIGHT = { ink: "#4a5563", vermilion: "#d55e00", blue: "#0072b2", orange: "#e69f00", purple: "#cc79a7", green: "#009e73", sky: "#56b4e9", grey: "#8b8f97", pale: "#cfccc3", paper: "#fbfaf7", text: "#1d1f24", soft: "#5c6068", dimmed: "#e9e6de" };
const DARK = { ...LIGHT, ink: "#b4bcc8", blue: "#56b4e9", grey: "#80868f", pale: "#474c55", paper: "#15171b", text: "#e6e4df", soft: "#a9abb0", dimmed: "#25292f" };

export const darkness = matchMedia("(prefers-color-scheme: dark)");
export const colours = () => (darkness.matches ? DARK : LIGHT);
export const colour = (name) => colours()[name];

// The same, nearer to the ground: where many lines cross, each is fainter. (Sigma would add up colours seen through.)
export function faint(name, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const ground = parts(colour("paper"));
  return `#${parts(colour(name)).map((part, at) => Math.round(part * share + ground[at] * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
}

// By what the server calls the look of a line: the relation, and of licences not or no more in force their status too.
// form: arrow (straight, with a head), line (straight), bow (curved, with a head), curve (curved).
export const RELATIONS = {
  sues: { colour: "vermilion", form: "arrow", size: 2.6 },
  settles_with: { colour: "purple", form: "line", size: 2.6 },
  ruling: { colour: "orange", form: "arrow", size: 1.9 },
  accuses: { colour: "orange", form: "arrow", size: 1.7 },
  blocks: { colour: "orange", form: "line", size: 1.7 },
  plaintiff_in: { colour: "vermilion", form: "arrow", size: 1.5, share: 0.6 },
  defendant_in: { colour: "vermilion", form: "line", size: 1.5, share: 0.6 },
  licenses_to: { colour: "blue", form: "bow", size: 2.6 },
  "licenses_to_in-talks": { colour: "sky", form: "bow", size: 1.3, share: 0.75 },
  licenses_to_ended: { colour: "grey", form: "bow", size: 1.3 },
  licensor_in: { colour: "blue", form: "bow", size: 1.5, share: 0.6 },
  licensee_in: { colour: "blue", form: "curve", size: 1.5, share: 0.6 },
  invests_in: { colour: "green", form: "bow", size: 1.9 },
  owns: { colour: "green", form: "line", size: 1.7 },
  says: { colour: "grey", form: "line", size: 1.5 },
  represents: { colour: "grey", form: "line", size: 1.5 },
  filed_in: { colour: "pale", form: "line", size: 1.5 },
  presides_over: { colour: "pale", form: "line", size: 1.5 },
  related_to: { colour: "pale", form: "line", size: 1.5 },
  part_of: { colour: "pale", form: "arrow", size: 1.5 },
  appeal_of: { colour: "pale", form: "arrow", size: 1.5 },
};
const OTHER_RELATION = { colour: "grey", form: "line", size: 1.5 };
export const relationLook = (relation) => (Object.hasOwn(RELATIONS, relation) ? RELATIONS[relation] : OTHER_RELATION);

// Each kind has a shape of its own. Round: disc, ring, eye (a ring with a dot); the others are made of corners, see PIECES.
export const KINDS = {
  company: { colour: "ink", shape: "disc", words: "company" },
  outlet: { colour: "green", shape: "eye", words: "outlet" },
  organisation: { colour: "orange", shape: "ring", words: "organisation" },
  person: { colour: "purple", shape: "dome", words: "person" },
  case: { colour: "vermilion", shape: "square", words: "suit" },
  deal: { colour: "blue", shape: "diamond", words: "deal" },
  court: { colour: "grey", shape: "up", words: "court" },
  government: { colour: "ink", shape: "plus", words: "government" },
  "law-firm": { colour: "grey", shape: "down", words: "law firm" },
  work: { colour: "sky", shape: "cross", words: "work" },
  product: { colour: "sky", shape: "bar", words: "product" },
};
const OTHER_KIND = { colour: "grey", shape: "ring" };
export const kindLook = (kind) => (Object.hasOwn(KINDS, kind) ? KINDS[kind] : { ...OTHER_KIND, words: kind });

const inOrder = (names) => {
  const places = Object.fromEntries(Object.keys(names).map((name, place) => [name, place]));
  return (one, other) => (places[one] ?? 99) - (places[other] ?? 99) || (one < other ? -1 : 1);
};
export const byRelation = inOrder(RELATIONS);
export const byKind = inOrder(KINDS);

// Of each shape with corners its convex pieces: at which turns around the middle their corners lie, counterclockwise from the right.
export const PIECES = {
  square: [[45, 135, 225, 315]],
  diamond: [[0, 90, 180, 270]],
  up: [[90, 210, 330]],
  down: [[30, 150, 270]],
  dome: [[-12, 12, 36, 63, 90, 117, 144, 168, 192]],
  plus: [[-22, 22, 158, 202], [68, 112, 248, 292]],
  cross: [[23, 67, 203, 247], [113, 157, 293, 337]],
  bar: [[-28, 28, 152, 208]],
};
const REACH = 1.22;

// The same as polygons around (x, y), for pictures and legends; none for the round shapes.
export const corners = (shape, x, y, size) =>
  PIECES[shape]?.map((turns) => turns.map((turn) => [x + REACH * size * Math.cos((turn * Math.PI) / 180), y - REACH * size * Math.sin((turn * Math.PI) / 180)]));
