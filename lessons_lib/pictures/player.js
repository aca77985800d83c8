/* Two buttons that let a value run from where it stands to the last one, and stop it at the first.

   The clock stands in the browser, so Python needs no thread; and it ticks once for all places in which the buttons are
   shown: ipywidgets' own Play stops after one step where there are two of them. */

function initialize({ model }) {
  let clock;
  function tick() {
    clearTimeout(clock);
    if (!model.get("playing")) return;
    const next = model.get("value") + model.get("step");
    if (next > model.get("max")) model.set("playing", false);
    else {
      model.set("value", next);
      clock = setTimeout(tick, model.get("interval"));
    }
    model.save_changes();
  }
  model.on("change:playing", tick);
  return () => clearTimeout(clock);
}

function render({ model, el }) {
  el.classList.add("lessons-player");
  function button(act) {
    const node = document.createElement("button");
    node.className = "jupyter-button";
    node.append(document.createElement("i"));
    node.addEventListener("click", () => {
      act();
      model.save_changes();
    });
    el.append(node);
    return node;
  }
  function name(node, text) {
    node.title = text;
    node.setAttribute("aria-label", text);
    node.firstChild.className = `fa fa-${text.toLowerCase()}`;
  }
  const run = button(() => {
    const playing = model.get("playing"), last = model.get("value") + model.get("step") > model.get("max");
    if (!playing && last) model.set("value", model.get("min"));
    model.set("playing", !playing);
  });
  const stop = button(() => {
    model.set("playing", false);
    model.set("value", model.get("min"));
  });
  const show = () => name(run, model.get("playing") ? "Pause" : "Play");
  model.on("change:playing", show);
  show();
  name(stop, "Stop");
  return () => model.off("change:playing", show);
}

export default { initialize, render };
