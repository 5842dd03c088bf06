// A page asks by itself: no sign of life of whoever has it open, so the header says so and a session ends as if nobody
// had asked. `mark` names what the page shows already (304 where it still stands); null where there is no answer.
export function asks(address, mark = "") {
  const headers = { "By-Itself": "1", ...(mark && { "If-None-Match": mark }) };
  return fetch(address, { headers, cache: "no-store", redirect: "manual" }).catch(() => null);
}
