/* The browser's half of LivePicture: shows the newest frame, reports pointer and keys in fractions of the figure, and
   says to those who listen what is seen.
   Everything travels as traits, which the widget protocol keeps to one message in flight, so nothing piles up.
   A canvas is used because it keeps the old frame until the very moment the new one is there. */

const MAX_TRAIL = 500;
const REST = 600; // milliseconds without a change, after which what is seen is said
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
  const said = element("div", el, { class: "live-said", role: "status" });
  // All that belongs to this picture: it, and the controls around it.
  const family = () => {
    let outer = canvas;
    for (let next; (next = outer.parentElement?.closest(".widget-container")); ) outer = next;
    return outer;
  };
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
    words.textContent = model.get("alt");
    problem.textContent = model.get("problem");
    if (!pointing) return;
    canvas.tabIndex = 0;
    canvas.setAttribute("aria-description", "Arrow keys move the pointer, space grabs and lets go, escape leaves.");
  }

  // ---- words: seen at once, said when the hand has come to rest, since a drag would become chatter
  let resting, pressed = false, news = "";
  for (const [name, down] of Object.entries({ pointerdown: true, pointerup: false, pointercancel: false }))
    on(window, name, () => (pressed = down), true);
  function say() {
    if (pressed || state.down) return waitToSay();
    canvas.setAttribute("aria-label", model.get("alt"));
    said.textContent = `${news}${model.get("alt")}`;
    news = "";
  }
  function waitToSay() {
    clearTimeout(resting);
    resting = setTimeout(say, REST);
  }
  function hear() {
    if (model.get("news")) news += `${model.get("news")} `;
  }

  function measure() {
    const grown = Math.max(1, canvas.clientWidth / size.width); // on a slide it fills the room
    model.set("pixel_ratio", devicePixelRatio * (canvas.currentCSSZoom ?? 1) * grown); // which is larger as a whole
    model.set("touch", navigator.maxTouchPoints > 0);
    model.save_changes();
  }

  on(window, "resize", measure); // zooming is a resize, too
  const room = new ResizeObserver(() => canvas.clientWidth && measure());
  room.observe(canvas);

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
  // A finger scrolls the page, except where it takes hold of something.
  const holds = (event) =>
    model.get("wants_pointer") &&
    model.get("grips").some(([left, bottom, right, top]) => {
      const [x, y] = place(event);
      return left <= x && x <= right && bottom <= y && y <= top;
    });
  on(canvas, "touchstart", (event) => {
    if (event.touches.length === 1 && holds(event.touches[0])) event.preventDefault();
  });
  on(canvas, "pointerdown", (event) => {
    if (!model.get("wants_pointer") || event.button !== 0 || held !== null) return;
    if (event.pointerType !== "mouse" && !holds(event)) return;
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
    if (!family().contains(event.target)) return;
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !event.ctrlKey && !event.metaKey);
    if (event.key === "Escape" && !spot) canvas.closest(".jp-Cell")?.focus();
  }, true);

  // ---- names for what ipywidgets leaves without: sliders and their numbers
  const put = (node, attributes) => {
    for (const [name, value] of Object.entries(attributes))
      if (node && node.getAttribute(name) !== value) node.setAttribute(name, value);
  };
  function nameAll() {
    for (const row of family().querySelectorAll(".widget-slider")) {
      const label = row.querySelector(".widget-label").textContent;
      const readout = row.querySelector(".widget-readout");
      put(row.querySelector(".noUi-handle"), { "aria-label": label, "aria-valuetext": readout.textContent });
      put(readout, { role: "textbox", "aria-label": `${label}, exact value` });
    }
  }
  const watch = new MutationObserver(nameAll);
  requestAnimationFrame(function look() {
    if (gone.signal.aborted) return;
    if (!canvas.isConnected) return requestAnimationFrame(look);
    const what = { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-valuetext"] };
    watch.observe(family(), what);
    nameAll();
    measure();
  });

  for (const name of ["alt", "problem", "wants_pointer"]) model.on(`change:${name}`, describe);
  model.on("change:alt", waitToSay);
  model.on("change:news", hear);
  model.on("change:frame", show);
  canvas.setAttribute("aria-label", model.get("alt"));
  describe();
  measure();
  show();
  return () => {
    gone.abort();
    room.disconnect();
    watch.disconnect();
    clearTimeout(resting);
    model.off("change:alt", waitToSay);
    model.off("change:news", hear);
    for (const name of ["alt", "problem", "wants_pointer"]) model.off(`change:${name}`, describe);
    model.off("change:frame", show);
  };
}

export default { render };
