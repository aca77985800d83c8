/* The show: one action runs all cells and starts jupyterlab-deck at the first slide; a presenter's keys lead through.
   And, at the end, what is shown of widgets whose kernel is gone.

   JupyterLab loads this file as an extension. It is written by hand in the form that JupyterLab's own tools produce, so
   there is nothing to build.

   A slide is what the notebook says, as far as there is room: what does not fit is divided. The newest cell is always
   shown, of those before it as many as fit; and what is too tall by itself is shown page by page. */

(() => {
  const WIDTH = 1280, HEIGHT = 720; // what slides are made for; on other screens all of it is scaled
  const MARGIN = 24, BELOW = 10; // as in show.css: around a slide, and below each cell
  const STILL = 60, LATEST = 2000; // milliseconds without a change after which a slide is done, and when at the latest
  const UNASKED = 1000; // milliseconds in which a deck has begun that nobody asked for
  const KEYS = { PageDown: 1, ArrowDown: 1, ArrowRight: 1, " ": 1, PageUp: -1, ArrowUp: -1, ArrowLeft: -1 };
  const HANDS = ["beside", "broad", "above"]; // the places of a widget's hand, as in show.css
  const WRITING = ".cm-editor, input, textarea, [contenteditable=true]";
  const WORKED_BY_KEYS = `${WRITING}, select, button, summary, a, canvas, .noUi-handle`;
  const QUESTION = ":scope > b:first-child + details"; // what makes a block one: a sentence, and answers to unfold
  const presenting = () => document.body.dataset.jpDeckMode === "presenting";
  const box = (node) => node.getBoundingClientRect();

  /* What a cell is made of: its code, and the blocks of its text or of what it shows. */
  function partsOf(cell) {
    const parts = cell.querySelectorAll(".jp-InputArea-editor, .jp-MarkdownOutput > *, .jp-OutputArea-child");
    return [...parts].flatMap((part) => [...(part.querySelector(".jp-RenderedHTML")?.children ?? [part])]);
  }

  /* The parts of a cell in groups that fit into the room; of questions, one in each. */
  function pagesOf(cell, room) {
    const parts = partsOf(cell), boxes = parts.map(box), pages = [[]];
    const edges = box(cell).height - (boxes[boxes.length - 1]?.bottom - boxes[0]?.top); // what is around the parts
    let top = boxes[0]?.top, asked = false;
    parts.forEach((part, i) => {
      const asks = part.querySelector(QUESTION);
      if (pages[0].length && (boxes[i].bottom - top > room - edges || (asks && asked))) {
        pages.push([]);
        top = boxes[i].top;
      }
      asked = asked || asks;
      pages[pages.length - 1].push(part);
    });
    return pages;
  }

  /* A widget fills the slide. Its hand stands beside the picture, or broader, so that it is less high, or above: where
     the picture becomes largest. It shares the slide with a few lines of code; below more it has a slide of its own. It
     cannot be divided: where nothing else helps it is made smaller. */
  function fill(cell, room) {
    for (const widget of cell.querySelectorAll(".lessons:has(> .lessons-picture)")) {
      const rest = box(cell).height - box(widget).height;
      const height = rest < room / 6 ? room - rest : room - 2 * MARGIN;
      const widths = HANDS.map((hand) => place(widget, height, hand));
      place(widget, height, HANDS[widths.indexOf(Math.max(...widths))]);
      if (box(widget).height > height) widget.style.zoom = height / box(widget).height;
    }
  }

  /* Put the hand of a widget in its place, and say how wide the picture is once all of it fits. */
  function place(widget, room, hand) {
    const picture = widget.querySelector(".lessons-picture"), frame = picture.querySelector(".live-picture");
    const canvas = frame.querySelector("canvas");
    widget.dataset.hand = hand;
    widget.style.setProperty("--lessons-picture", "100%");
    const { width, height } = box(canvas), around = box(frame).width - width;
    const excess = Math.max(0, box(hand === "above" ? widget : picture).height - room);
    const fitting = (width * Math.max(0, height - excess)) / height;
    widget.style.setProperty("--lessons-picture", `${(fitting + around) / canvas.currentCSSZoom}px`);
    return fitting * Math.min(1, room / box(widget).height);
  }

  function activate(app) {
    const notebook = () => app.shell.currentWidget.content;
    const isSlide = (cell) => !["skip", "notes"].includes(cell.model.getMetadata("slideshow")?.slide_type);
    let page = 0, pages = [], watching = 0, starting = false, asked = false, besides = false, aside, notes = "";

    function clear() {
      for (const node of document.querySelectorAll(".lessons-gone")) node.classList.remove("lessons-gone");
      for (const node of document.querySelectorAll(".lessons")) {
        delete node.dataset.hand;
        node.style.zoom = "";
        node.style.removeProperty("--lessons-picture");
      }
    }

    function arrange() {
      clear();
      const zoom = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT), room = innerHeight - (2 * MARGIN + BELOW) * zoom;
      document.body.style.setProperty("--lessons-zoom", zoom);
      const { widgets, activeCellIndex } = notebook(), active = widgets[activeCellIndex].node;
      fill(active, room);
      const { bottom } = box(active);
      pages = pagesOf(active, room);
      page = Math.min(page, pages.length - 1);
      const gone = pages.filter((_, i) => i !== page).flat();
      for (const { node } of widgets.slice(0, activeCellIndex))
        if (pages.length > 1 || bottom - box(node).top > room) gone.push(node);
      for (const node of gone) node.classList.add("lessons-gone");
      active.closest(".jp-WindowedPanel-outer").scrollTop = 0;
    }

    /* What changes when formulas and pictures take their room, which they do a little later. */
    function seen() {
      const shown = [...document.querySelectorAll(".jp-deck-mod-visible")];
      const formulas = shown.map((cell) => cell.getElementsByTagName("*").length);
      const late = shown.some((cell) => cell.querySelector(".jp-MarkdownOutput")?.textContent.includes("$"));
      return { size: [...shown.map((cell) => box(cell).height), ...formulas].join(), late };
    }

    /* Arrange the slide, and once more whenever something has changed, until all is still. */
    function arrangeUntilStill() {
      cancelAnimationFrame(watching);
      delete document.body.dataset.lessonsSlide;
      const begun = performance.now();
      let before, since;
      watching = requestAnimationFrame(function look(now) {
        if (!presenting()) return;
        if (seen().size !== before) {
          arrange();
          before = seen().size;
          since = now;
        }
        const done = (now - since > STILL && !seen().late) || now - begun > LATEST;
        if (!done || starting) return (watching = requestAnimationFrame(look));
        document.body.dataset.lessonsSlide = `${notebook().activeCellIndex}.${page}`;
        tellNotes();
      });
    }

    function moved() {
      if (!presenting()) return;
      page = 0;
      arrangeUntilStill();
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
      arrange(); // at once: the next key may be here before the next frame
      arrangeUntilStill();
    }

    /* The deck has begun or ended. One that begins unasked was left open when a browser was closed: it ends. */
    function change() {
      if (!presenting()) {
        delete document.body.dataset.lessonsSlide;
        document.body.style.removeProperty("--lessons-zoom");
        clear();
        if (besides) app.shell.expandLeft();
      } else if (!asked) setTimeout(() => app.commands.execute("deck:stop"), UNASKED);
      else {
        if (!isSlide(notebook().activeCell)) notebook().activeCellIndex = 0; // after Run All Cells the last is active
        notebook().activeCellChanged.connect(moved);
        moved();
      }
    }
    app.commands.commandExecuted.connect((_, { id }) => {
      if (presenting() || !["deck:start", "deck:toggle"].includes(id)) return;
      asked = true;
      besides = app.shell.leftCollapsed === false; // the deck puts away what is beside the notebook
    });
    new MutationObserver(change).observe(document.body, { attributeFilter: ["data-jp-deck-mode"] });
    addEventListener("resize", () => presenting() && arrangeUntilStill());

    /* The speaker's notes, in a window of their own, which follows the slides; the keys work there, too. */
    async function openNotes() {
      if (!aside || aside.closed) {
        aside = open("", "lessons-notes", "popup,width=640,height=480");
        aside.document.body.style = "margin: 24px; font: 22px/1.5 sans-serif; white-space: pre-wrap";
        aside.addEventListener("keydown", press);
      }
      const { path, kernel } = app.shell.currentWidget.sessionContext.session;
      const code = `print(__import__("lessons_lib").lesson("${path.match(/(\d\d)_[^/]*$/)?.[1]}").notes)`;
      const asked = kernel.requestExecute({ code, store_history: false });
      notes = "";
      asked.onIOPub = ({ content }) => (notes += content.text ?? content.evalue ?? "");
      await asked.done;
      tellNotes();
    }
    function tellNotes() {
      if (!notes || aside.closed) return;
      const { widgets, activeCellIndex } = notebook();
      const before = widgets.slice(0, activeCellIndex + 1).map(({ model }) => model.sharedModel.getSource()).join("\n");
      const heading = [...before.matchAll(/^## (.+)$/gm)].pop()?.[1];
      const [point, ...sections] = notes.split(/^## /m);
      const section = sections.find((section) => section.startsWith(`${heading} · `)) ?? point;
      aside.document.title = "Notes";
      aside.document.body.textContent = section
        .replace(/(?<!\n)\n(?!\n)/g, " ") // lines of one paragraph
        .replace(/ ?\*\*(.+?)\*\*/g, "\n\n$1")
        .replace(/[*`]|\n(?=\n\n)/g, "")
        .trim();
    }

    function press(event) {
      if (!presenting() || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      const direction = KEYS[event.key];
      const act = direction ? () => turn(direction) : ACTS[event.key];
      if (!act || event.target.closest(event.key.startsWith("Page") ? WRITING : WORKED_BY_KEYS)) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    }
    const ACTS = { Escape: () => app.commands.execute("deck:stop"), n: openNotes };
    addEventListener("keydown", press, true);

    app.commands.addCommand("lessons:show", {
      label: "Show",
      caption: "Run all cells and show the slides, from the first one on",
      execute: async () => {
        starting = true;
        await app.commands.execute("notebook:run-all-cells");
        await app.commands.execute("deck:start");
        notebook().activeCellIndex = 0; // the last cell may have become active meanwhile
        starting = false;
        moved();
      },
    });
  }

  /* A widget of a kernel that is gone: JupyterLab says "model not found", also where a picture is stored beside it. */
  function showStored(app) {
    const GONE = "Error displaying widget", SELDOM = ".jp-OutputArea-output.jupyter-widgets"; // as it marks these
    function put(output) {
      const panel = [...app.shell.widgets("main")].find(({ node }) => node.contains(output));
      const area = panel?.content.widgets?.map((cell) => cell.outputArea).find((area) => area?.node.contains(output));
      const shown = area?.model.get(area.widgets.findIndex(({ node }) => node.contains(output)));
      if (!shown?.data["image/png"]) return;
      const image = new Image(shown.metadata["image/png"]?.width), words = document.createElement("p");
      image.src = `data:image/png;base64,${shown.data["image/png"]}`;
      image.alt = shown.metadata["image/png"]?.alt ?? "";
      image.style.maxWidth = "100%";
      words.textContent = "A picture from an earlier run. To play with it, run the lesson anew: Run, Run All Cells.";
      output.replaceChildren(image, words);
    }
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes]))
        for (const found of node.nodeType === Node.TEXT_NODE ? [node] : (node.querySelectorAll?.(SELDOM) ?? []))
          if (found.textContent.startsWith(GONE)) put(found.data ? found.parentElement : found);
    }).observe(document.body, { childList: true, subtree: true });
  }

  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", href: new URL("show.css", document.currentScript.src).href });
  document.head.append(style);

  const plugins = [
    { id: "lessons_lib:show", autoStart: true, activate },
    { id: "lessons_lib:stored", autoStart: true, activate: showStored },
  ];
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB.lessons_lib = { init: () => {}, get: async () => () => ({ __esModule: true, default: plugins }) };
})();
