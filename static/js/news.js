// A page that is open asks once a minute whether anything changed, and says so; nothing moves under one's hands.
import { asks } from "./by_itself.js";

const EVERY = 60_000;
for (const box of document.querySelectorAll("[data-news]")) {
  let seen = "";
  const ask = async () => {
    if (document.hidden) return;
    const answer = await asks(box.dataset.news, seen);
    if (answer?.status !== 204) return;
    if (seen) box.hidden = false;
    seen = answer.headers.get("ETag");
  };
  ask();
  setInterval(ask, EVERY);
}
