// A signature is drawn with a finger, a pen or a mouse, or typed. Without this it is typed.
import SignaturePad from "../vendor/signature_pad.min.js";

const WIDE = 1000, HIGH = 300, MOST = 20000; // the box in its own measure, and how many numbers the clinic takes

function begin(field) {
  const form = field.closest("form"), template = field.querySelector("template[data-pad]");
  const typing = field.querySelector("[data-typing]"), name = typing.querySelector("input");
  typing.before(template.content);
  const drawing = field.querySelector("[data-drawing]"), canvas = drawing.querySelector("canvas");
  const turn = field.querySelector("[data-turn]"), [strokes, given] = drawing.querySelectorAll("input");
  const other = turn.textContent, signer = field.dataset.signer;
  const pad = new SignaturePad(canvas, { penColor: getComputedStyle(canvas).color, minWidth: 1, maxWidth: 2.6 });
  let sent;

  // The canvas has as many dots as the screen; what was drawn is drawn again when its size changes.
  function fit() {
    const box = canvas.getBoundingClientRect(), dense = Math.max(devicePixelRatio, 1);
    if (!box.width) return;
    const drawn = pad.toData(), grown = box.width * dense / (canvas.width || 1);
    canvas.width = box.width * dense;
    canvas.height = box.height * dense;
    canvas.getContext("2d").scale(dense, dense);
    pad.clear();
    if (drawn.length) pad.fromData(drawn.map((one) => ({ ...one, points: one.points.map((p) => ({ ...p, x: p.x * grown, y: p.y * grown })) })));
  }

  // Whole numbers on a box of 1000 by 300; a point that is where the last one was says nothing.
  function numbers() {
    const box = canvas.getBoundingClientRect();
    const place = (value, size, most) => Math.max(0, Math.min(most, Math.round(value / size * most)));
    const lines = pad.toData().map(({ points }) => {
      const line = [];
      for (const point of points) {
        const x = place(point.x, box.width, WIDE), y = place(point.y, box.height, HIGH);
        if (line.at(-2) !== x || line.at(-1) !== y) line.push(x, y);
      }
      return line;
    });
    for (let left = MOST; lines.length; ) {
      left = MOST - lines.reduce((sum, line) => sum + line.length, 0);
      if (left >= 0) break;
      lines.pop(); // nobody signs with so many; what is sent is what fits
    }
    return lines.length ? JSON.stringify(lines) : "";
  }

  const changed = () => { given.value = ""; form.dispatchEvent(new Event("change")); };
  function wipe() {
    pad.clear();
    strokes.value = name.value = given.value = "";
  }

  function show(typed) {
    typing.hidden = !typed && Boolean(signer);
    drawing.hidden = typed;
    turn.textContent = typed ? turn.dataset.draw : other;
    if (!typed) fit();
  }

  pad.addEventListener("endStroke", () => {
    strokes.value = numbers();
    if (signer) name.value = signer;
    changed();
  });
  drawing.querySelector("[data-clear]").addEventListener("click", () => { wipe(); changed(); });
  turn.addEventListener("click", () => {
    const typed = !drawing.hidden;
    wipe();
    show(typed);
    changed();
    if (typed) name.focus();
  });
  name.addEventListener("input", () => { given.value = ""; });

  // What was kept carries its moment from now on; when an answer changes later the signature is given again.
  form.addEventListener("keeping", () => { sent = name.value + strokes.value; });
  form.addEventListener("kept", ({ detail }) => {
    const at = detail.signed?.[field.dataset.signature];
    if (at && sent === name.value + strokes.value) given.value = at;
    else if (!at && given.value) wipe();
  });
  addEventListener("resize", fit);
  show(Boolean(name.value));
}

// Also those in questions that are asked only later.
const all = () => document.querySelectorAll("[data-signature]:not([data-begun]):has(template[data-pad])").forEach((field) => {
  field.dataset.begun = "";
  begin(field);
});
new MutationObserver(all).observe(document.querySelector("main"), { childList: true, subtree: true });
all();
