// The buttons that hand out pictures, data and the link.
import { byId, element } from "./dom.js";
import { csvData, gexfData, jsonData } from "./data.js";
import { pngPicture, svgPicture } from "./picture.js";

const REVOKE_MS = 60_000;

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = element("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_MS);
}

export function makeDownloads(scene, view, say) {
  const name = () => `rightswire-${(scene.centre || "network").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60)}`;
  const makers = { png: () => pngPicture(view, scene), svg: () => svgPicture(view, scene), json: () => jsonData(scene), csv: () => csvData(scene), gexf: () => gexfData(scene) };
  for (const [ending, make] of Object.entries(makers)) {
    byId(`save-${ending}`).addEventListener("click", async () => {
      const blob = await make();
      if (blob) save(blob, `${name()}.${ending}`);
      else say("The browser could not make this picture. Try SVG.");
      byId("downloads").open = false;
    });
  }
}

export async function copyLink(say) {
  const place = byId("link-text");
  try {
    await navigator.clipboard.writeText(location.href);
    place.hidden = true;
    say("The link to this view is copied.");
  } catch {
    // Without a secure context or permission browsers keep the clipboard shut: then the link is shown, ready to be copied.
    place.hidden = false;
    place.value = location.href;
    place.focus();
    place.select();
    say("Copy the link from the field.");
  }
}
