/* The show: one action runs all cells and starts jupyterlab-deck at the first slide; a presenter's keys lead through.

   JupyterLab loads this file as an extension. It is written by hand in the form that JupyterLab's own tools produce, so
   there is nothing to build.

   A slide is what the notebook says, as far as there is room: what does not fit is divided. The newest cell is always
   shown, of those before it as many as fit; and what is too tall by itself is shown page by page. */

(() => {
  const WIDTH = 1280, HEIGHT = 720, MARGIN = 24; // what slides are made for; on other screens all of it is scaled
  const SOON = 0, SETTLED = 300; // milliseconds: formulas and pictures take their room a little later
  const KEYS = { PageDown: 1, ArrowDown: 1, ArrowRight: 1, " ": 1, PageUp: -1, ArrowUp: -1, ArrowLeft: -1 };
  const WRITING = ".cm-editor, input, textarea, [contenteditable=true]";
  const WORKED_BY_KEYS = `${WRITING}, select, button, summary, a, canvas, .noUi-handle`;
  const presenting = () => document.body.dataset.jpDeckMode === "presenting";

  /* What a cell is made of: its code, and the blocks of its text or of what it shows. */
  function partsOf(cell) {
    const parts = cell.querySelectorAll(".jp-InputArea-editor, .jp-MarkdownOutput > *, .jp-OutputArea-child");
    return [...parts].flatMap((part) => [...(part.querySelector(".jp-RenderedHTML")?.children ?? [part])]);
  }

  /* A widget cannot be divided: one that is too tall for the room is made smaller. */
  function shrink(cell, room) {
    for (const widget of cell.querySelectorAll(".lessons")) {
      const { height } = widget.getBoundingClientRect();
      if (height > room) widget.style.zoom = room / height;
    }
  }

  /* The parts of a cell in groups that fit into the room. */
  function pagesOf(cell, room) {
    const parts = partsOf(cell), boxes = parts.map((part) => part.getBoundingClientRect()), pages = [[]];
    const { height } = cell.getBoundingClientRect();
    const edges = height - (boxes[boxes.length - 1]?.bottom - boxes[0]?.top); // what is around the parts
    let top = boxes[0]?.top;
    parts.forEach((part, i) => {
      if (boxes[i].bottom - top > room - edges && pages[0].length) {
        pages.push([]);
        top = boxes[i].top;
      }
      pages[pages.length - 1].push(part);
    });
    return pages;
  }

  function activate(app) {
    const notebook = () => app.shell.currentWidget.content;
    const isSlide = (cell) => !["skip", "notes"].includes(cell.model.getMetadata("slideshow")?.slide_type);
    let page = 0, pages = [], later = [];

    function arrange() {
      for (const node of document.querySelectorAll(".lessons-gone")) node.classList.remove("lessons-gone");
      for (const node of document.querySelectorAll(".lessons")) node.style.zoom = "";
      if (!presenting()) return;
      const zoom = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT), room = innerHeight - 2 * MARGIN * zoom;
      document.body.style.setProperty("--lessons-zoom", zoom);
      const { widgets, activeCellIndex } = notebook(), active = widgets[activeCellIndex].node;
      shrink(active, room - 2 * MARGIN * zoom);
      const { top, bottom } = active.getBoundingClientRect();
      pages = bottom - top > room ? pagesOf(active, room) : [[]];
      page = Math.min(page, pages.length - 1);
      const gone = pages.filter((_, i) => i !== page).flat();
      for (const { node } of widgets.slice(0, activeCellIndex))
        if (pages.length > 1 || bottom - node.getBoundingClientRect().top > room) gone.push(node);
      for (const node of gone) node.classList.add("lessons-gone");
      active.closest(".jp-WindowedPanel-outer").scrollTop = 0;
    }
    function settle() {
      arrange();
      document.body.dataset.lessonsSlide = `${notebook().activeCellIndex}.${page}`;
    }
    function arrangeSoon() {
      later.forEach(clearTimeout);
      delete document.body.dataset.lessonsSlide;
      later = [setTimeout(arrange, SOON), setTimeout(settle, SETTLED)];
    }

    function moved() {
      page = 0;
      arrangeSoon();
    }

    function turn(direction) {
      const { widgets, activeCellIndex } = notebook();
      let next = activeCellIndex + direction;
      while (widgets[next] && !isSlide(widgets[next])) next += direction;
      if (pages[page + direction]) page += direction;
      else if (widgets[next]) {
        notebook().activeCellIndex = next;
        if (direction < 0) page = Infinity; // the last of its pages
      }
      arrangeSoon();
    }

    function begin() {
      if (presenting()) {
        if (!isSlide(notebook().activeCell)) notebook().activeCellIndex = 0; // after Run All Cells the last is active
        notebook().activeCellChanged.connect(moved);
      }
      arrangeSoon();
      setTimeout(() => dispatchEvent(new Event("resize")), SETTLED); // pictures look how large they are now
    }
    new MutationObserver(begin).observe(document.body, { attributeFilter: ["data-jp-deck-mode"] });
    addEventListener("resize", () => presenting() && arrangeSoon());
    addEventListener("keydown", (event) => {
      const direction = KEYS[event.key];
      if (!direction || !presenting() || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      if (event.target.closest(event.key.startsWith("Page") ? WRITING : WORKED_BY_KEYS)) return;
      event.preventDefault();
      event.stopPropagation();
      turn(direction);
    }, true);

    app.commands.addCommand("lessons:show", {
      label: "Show",
      caption: "Run all cells and show the slides, from the first one on",
      execute: async () => {
        await app.commands.execute("notebook:run-all-cells");
        notebook().activeCellIndex = 0;
        await app.commands.execute("deck:start");
        notebook().activeCellIndex = 0; // on a busy machine the last cell may have become active meanwhile
      },
    });
  }

  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", href: new URL("show.css", document.currentScript.src).href });
  document.head.append(style);

  const plugin = { id: "lessons_lib:show", autoStart: true, activate };
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB.lessons_lib = { init: () => {}, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
