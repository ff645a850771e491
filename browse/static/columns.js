// Datasette's table.js asks this global whether its column menus may offer facets; the answer stands on the script's own tag.
window.DATASETTE_ALLOW_FACET = document.currentScript.dataset.allowFacet === "true";
