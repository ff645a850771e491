// Elements, numbers and dates as people read them. Names and sentences come from hostile pages: they only ever become text.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function drawing(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export const byId = (id) => document.getElementById(id);

export const button = (words, act, attributes = {}) => element("button", { type: "button", class: "quiet", ...attributes, on: { click: act } }, words);

export const count = (number) => number.toLocaleString("en-US");

export const counted = (number, word, words = `${word}s`) => `${count(number)} ${number === 1 ? word : words}`;

// Only addresses that the server judged, or our own pages, become links; anything else stays text.
export function link(address, words, attributes = {}) {
  if (!/^(https?:\/\/|\/(?!\/))/.test(address || "")) return document.createTextNode(words);
  const leaves = !address.startsWith("/");
  return element("a", { href: address, ...(leaves ? { class: "outside", rel: "noopener noreferrer nofollow" } : {}), ...attributes }, words);
}

export const calmly = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// Months are counted through the years, so that a slider can go from one to the next.
export const monthOf = (year, month) => year * 12 + month - 1;
export const monthWords = (index) => `${MONTHS[index % 12]} ${Math.floor(index / 12)}`;
export const monthText = (index) => `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
export function monthFrom(text) {
  const found = /^(\d{4})-(\d{2})$/.exec(text || "");
  return found && +found[2] >= 1 && +found[2] <= 12 ? monthOf(+found[1], +found[2]) : null;
}

// '18 Nov 2026', 'Nov 2026' or '2026', as exact as the date is.
export function dateWords(date) {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date || "");
  if (!found || (found[2] && !MONTHS[found[2] - 1])) return date || "";
  return [found[3] && String(+found[3]), found[2] && MONTHS[found[2] - 1], found[1]].filter(Boolean).join(" ");
}

// First and last month that a date can mean: one for a day, twelve for a year. Null where there is no date.
export function monthsOf(date) {
  const found = /^(\d{4})(?:-(\d{2}))?/.exec(date || "");
  if (!found) return null;
  return found[2] ? [monthOf(+found[1], +found[2]), monthOf(+found[1], +found[2])] : [monthOf(+found[1], 1), monthOf(+found[1], 12)];
}
