// A page that is open asks once a minute whether anything changed, and says so; nothing moves under one's hands.
const EVERY = 60_000;
for (const box of document.querySelectorAll("[data-news]")) {
  let seen = "";
  const ask = async () => {
    if (document.hidden) return;
    const headers = { "By-Itself": "1", ...(seen && { "If-None-Match": seen }) };
    const answer = await fetch(box.dataset.news, { headers, cache: "no-store", redirect: "manual" }).catch(() => null);
    if (answer?.status !== 204) return;
    if (seen) box.hidden = false;
    seen = answer.headers.get("ETag");
  };
  ask();
  setInterval(ask, EVERY);
}
