// Inside a frame on a clinic's website: tells that page how high this one is, and that Escape was pressed. Nothing else
// is ever said, and only to a site of the clinic's list that has greeted first.
const { sites } = document.querySelector("[data-sites]").dataset;
let site;

function say(message) {
  if (site) parent.postMessage(message, site);
}

function sayHeight() {
  say({ anteroom: "height", height: document.body.offsetHeight });
}

addEventListener("message", (event) => {
  const isOurs = parent !== window && event.source === parent && sites.split(" ").includes(event.origin);
  if (!isOurs || event.data?.anteroom !== "hello") return;
  site = event.origin;
  sayHeight();
});
new ResizeObserver(sayHeight).observe(document.body);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("details[data-menu][open]")) say({ anteroom: "close" });
});
