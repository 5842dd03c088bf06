// A page that nobody touches locks itself: what stands half written in it goes to the server, for its writer alone, and
// the page gives way to the sign-in. Nothing of it stays in this browser. Without this the server ends the session.
const place = document.querySelector("[data-lock-after]");
const token = document.querySelector("input[name=csrfmiddlewaretoken]");
if (place && token) {
  const after = Number(place.dataset.lockAfter) * 1000;
  const others = new BroadcastChannel("touched"); // whoever works in another tab is here
  let touched = Date.now(), told = 0;

  const touch = () => {
    touched = Date.now();
    if (touched - told < 5000) return;
    told = touched;
    others.postMessage("");
  };
  others.addEventListener("message", () => { touched = Date.now(); });
  for (const kind of ["keydown", "pointerdown", "input", "scroll"]) addEventListener(kind, touch, { passive: true, capture: true });

  const differs = (one) => (/^(checkbox|radio)$/.test(one.type) ? one.checked !== one.defaultChecked
    : one.matches("select") ? [...one.options].some((each) => each.selected !== each.defaultSelected)
    : one.matches("input:not([type=file], [type=hidden]), textarea") && one.value !== one.defaultValue);
  const begun = () => [...document.forms].find((form) => form.method === "post" && [...form.elements].some(differs));

  function lock() {
    const found = begun(), sent = document.createElement("form");
    const put = (name, value) => {
      const one = document.createElement("input");
      [one.type, one.name, one.value] = ["hidden", name, value];
      sent.append(one);
    };
    sent.method = "post";
    sent.action = place.dataset.lockUrl;
    if (found) {
      const to = new URL(found.getAttribute("action") || location.href, location.href);
      put("_path", to.pathname + to.search);
      for (const [name, value] of new FormData(found)) if (typeof value === "string") put(name, value);
    }
    put("_page", location.pathname + location.search);
    if (!found) put("csrfmiddlewaretoken", token.value);
    document.querySelector("main").hidden = true;
    document.body.append(sent);
    sent.submit();
  }

  // A machine that slept looks at once, and not a quarter of an hour after it woke.
  const look = () => { if (Date.now() - touched >= after) { clearInterval(watch); lock(); } };
  const watch = setInterval(look, Math.min(after, 5000));
  addEventListener("visibilitychange", look);
}
