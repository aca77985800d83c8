/* The browser's half of LivePicture: shows the newest frame, reports pointer and keys in fractions of the figure.
   Everything travels as traits, which the widget protocol keeps to one message in flight, so nothing piles up.
   A canvas is used because it keeps the old frame until the very moment the new one is there. */

const MAX_TRAIL = 500;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const clamp = (value) => Math.min(1, Math.max(0, value));

function element(tag, parent, attributes = {}) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

function render({ model, el }) {
  const gone = new AbortController();
  const on = (target, name, act, capture = false) =>
    target.addEventListener(name, act, { signal: gone.signal, capture });
  const box = element("div", el, { class: "live-picture" });
  const size = { width: model.get("width"), height: model.get("height") };
  const canvas = element("canvas", box, size);
  const ring = element("i", box, { hidden: "" });
  const problem = element("p", box, { role: "status" });
  const words = element("div", el, { class: "live-words", "aria-hidden": "true" }); // the canvas is read out with them
  canvas.style.width = `${size.width}px`; // the room is there before the first frame is
  const context = canvas.getContext("2d");
  context.globalCompositeOperation = "copy";

  // ---- frames: decode one at a time, and only the newest
  let decoding = false;
  async function show() {
    if (decoding) return;
    decoding = true;
    for (let shown; shown !== model.get("frame"); ) {
      shown = model.get("frame");
      const image = shown?.byteLength && (await createImageBitmap(new Blob([shown])).catch(() => null));
      if (!image) continue;
      if (canvas.width !== image.width || canvas.height !== image.height) {
        [canvas.width, canvas.height] = [image.width, image.height];
        context.globalCompositeOperation = "copy"; // a new size forgets it
      }
      context.drawImage(image, 0, 0);
      image.close();
    }
    decoding = false;
  }

  function describe() {
    const pointing = model.get("wants_pointer");
    canvas.setAttribute("role", pointing ? "application" : "img");
    canvas.setAttribute("aria-label", (words.textContent = model.get("alt")));
    problem.textContent = model.get("problem");
    if (!pointing) return;
    canvas.tabIndex = 0;
    canvas.style.touchAction = "none";
    canvas.setAttribute("aria-description", "Arrow keys move the pointer, space grabs and lets go, escape leaves.");
  }

  function measure() {
    model.set("pixel_ratio", devicePixelRatio);
    model.save_changes();
  }

  on(window, "resize", measure); // zooming is a resize, too

  // ---- one gesture, whoever makes it: mouse, finger, pen or keys
  let state = model.get("pointer");
  const report = (change) => {
    state = { ...state, ...change };
    model.set("pointer", state);
    model.save_changes();
  };
  const press = (at) =>
    report({ gesture: model.get("pointer").gesture + 1, down: true, start: at, at, trail: [at] });
  const release = () => state.down && report({ down: false });
  function move(points) {
    let trail = [...state.trail];
    for (const [x, y] of points) {
      const [lastX, lastY] = trail[trail.length - 1];
      if (Math.hypot((x - lastX) * canvas.clientWidth, (y - lastY) * canvas.clientHeight) >= 2) trail.push([x, y]);
    }
    if (trail.length > MAX_TRAIL) trail = trail.filter((_, i) => i % 2 === 0);
    report({ at: points[points.length - 1], trail });
  }

  // ---- mouse, finger, pen
  let held = null;
  const place = (event) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [(event.clientX - left) / width, 1 - (event.clientY - top) / height];
  };
  const letGo = (event) => {
    if (event.pointerId !== held) return;
    held = null;
    release();
  };
  on(canvas, "pointerdown", (event) => {
    if (!model.get("wants_pointer") || event.button !== 0 || held !== null) return;
    release(); // the keys may hold something
    hideRing();
    held = event.pointerId;
    canvas.setPointerCapture(held);
    press(place(event));
  });
  on(canvas, "pointermove", (event) => {
    const events = event.getCoalescedEvents?.() ?? [];
    if (event.pointerId === held) move((events.length ? events : [event]).map(place));
  });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) on(canvas, name, letGo);

  // ---- keys: they move a ring that does what a pointer does
  let spot = null;
  function drawRing() {
    ring.hidden = !spot;
    if (!spot) return;
    ring.className = state.down ? "grabs" : "";
    ring.style.left = `${spot[0] * canvas.clientWidth}px`;
    ring.style.top = `${(1 - spot[1]) * canvas.clientHeight}px`;
  }
  function hideRing() {
    spot = null;
    drawRing();
  }
  function leave() {
    release();
    hideRing();
  }
  on(canvas, "keydown", (event) => {
    if (!model.get("wants_pointer") || event.ctrlKey || event.altKey || event.metaKey || held !== null) return;
    const arrow = ARROWS[event.key];
    const grab = event.key === " " || (event.key === "Enter" && !event.shiftKey);
    if (event.key === "Escape" && spot) leave();
    else if (arrow) {
      const step = event.shiftKey ? 0.1 : 0.02;
      const [x, y] = spot ?? model.get("middle");
      spot = [clamp(x + step * arrow[0]), clamp(y + step * arrow[1])];
      if (state.down) move([spot]);
    } else if (grab && !event.repeat) {
      spot ??= model.get("middle");
      if (state.down) release();
      else press(spot);
    } else if (!grab) return;
    drawRing();
    event.preventDefault();
    event.stopPropagation();
  });
  on(canvas, "blur", () => spot && leave());

  // JupyterLab takes keys for itself, arrows and Enter included, unless the focused element says this attribute. The
  // picture and the controls around it keep their keys, but not Ctrl+S and its like; Escape goes back to the cell.
  on(window, "keydown", (event) => {
    let family = canvas;
    for (let outer; (outer = family.parentElement?.closest(".widget-container")); ) family = outer;
    if (!family.contains(event.target)) return;
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !event.ctrlKey && !event.metaKey);
    if (event.key === "Escape" && !spot) canvas.closest(".jp-Cell")?.focus();
  }, true);

  for (const name of ["alt", "problem", "wants_pointer"]) model.on(`change:${name}`, describe);
  model.on("change:frame", show);
  describe();
  measure();
  show();
  return () => {
    gone.abort();
    for (const name of ["alt", "problem", "wants_pointer"]) model.off(`change:${name}`, describe);
    model.off("change:frame", show);
  };
}

export default { render };
