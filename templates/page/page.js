"use strict";
(() => {
  const one = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const make = (tag, given = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), given);
    made.append(...children);
    return made;
  };
  const token = document.body.dataset.token || "";
  const list = one("#list"), pane = one("#pane"), filters = one("#filters"), told = one("#told"), dialog = one("#dialog");

  // --- what the page carries -------------------------------------------------
  // Parsed when first needed: the list is there before the cards are.

  let carried = {};
  const load = (name) => (carried[name] ??= JSON.parse(one("#" + name).textContent));
  let styles;
  const cardStyle = () => {
    if (!styles) (styles = new CSSStyleSheet()).replaceSync(load("style"));
    return styles;
  };

  // --- light and dark --------------------------------------------------------

  const root = document.documentElement, night = matchMedia("(prefers-color-scheme: dark)");
  const remembered = (name, value) => {
    try {
      return value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value);
    } catch { return null; } // a page from disk may have no storage
  };
  const isDark = () => root.dataset.theme === "dark";
  function paint(theme) {
    root.dataset.theme = theme;
    one("#theme").textContent = isDark() ? "Light" : "Dark";
    if (chosen) show(chosen);
  }
  one("#theme").onclick = () => {
    const theme = isDark() ? "light" : "dark";
    remembered("cribdeck-theme", theme);
    paint(theme);
  };
  night.addEventListener("change", () => remembered("cribdeck-theme") || paint(night.matches ? "dark" : "light"));

  // --- what is in the list ---------------------------------------------------

  let parts = [], chosen = null, stops = [];
  const FACETS = ["part", "kind", "rule", "status"];

  function index() {
    parts = all(".part").map((el) => ({
      el,
      left: one(".left", el),
      lines: all(".line", el).map((line, nth) => ({
        el: line,
        nth,
        row: one(".row", line),
        said: (one(".text", line)?.textContent ?? "").toLowerCase() + " " + one("h3 .name", el)?.textContent.toLowerCase(),
        wrong: !!one(".problem", line),
        bare: line.classList.contains("bare"),
        idle: /u-(topic|structure)/.test(line.className),
        asks: all(".ask", line).map((ask) => ({ el: ask, said: ask.textContent.toLowerCase(), rank: +ask.dataset.rank })),
      })),
      shuffled: false,
    }));
    for (const part of parts) count(part);
  }

  function count(part) {
    if (!part.left) return;
    const asks = part.lines.flatMap((line) => line.asks).filter(({ el }) => el.dataset.state !== "gone");
    const left = asks.filter(({ el }) => !("seen" in el.dataset)).length;
    part.left.textContent = asks.length ? (left ? `${left} to look at` : "all looked at") : "";
  }

  const wanted = () => {
    const given = new FormData(filters);
    const found = { view: given.get("view"), words: one("#search").value.toLowerCase().split(/\s+/).filter(Boolean) };
    for (const facet of FACETS) found[facet] = given.get(facet) || "";
    return found;
  };
  const SHOWS = {
    all: () => true,
    cards: (ask) => ask.dataset.state === "card",
    proposals: (ask) => ask.dataset.state === "proposal",
    fresh: (ask) => !("seen" in ask.dataset) && ask.dataset.state !== "gone",
    none: () => false,
    wrong: () => true,
  };

  function apply() {
    const want = wanted();
    const facets = want.kind || want.rule || want.status;
    const says = (said) => want.words.every((word) => said.includes(word));
    let lines = 0, asks = 0;
    stops = [];
    for (const part of parts) {
      const here = !want.part || part.el.id === want.part;
      let any = false;
      arrange(part, want.view === "proposals");
      for (const line of part.lines) {
        const open = here && (want.view !== "wrong" || line.wrong);
        let seen = false;
        for (const ask of line.asks) {
          const { dataset } = ask.el;
          const on = ask.el === chosen || (open && SHOWS[want.view](ask.el)
            && (!want.kind || dataset.kind === want.kind) && (!want.rule || dataset.rule === want.rule)
            && (!want.status || dataset.status === want.status) && says(line.said + " " + ask.said));
          ask.el.hidden = !on;
          if (on) { seen = true; asks += 1; stops.push(ask.el); }
        }
        const bare = !line.asks.length && open && !facets && says(line.said)
          && (want.view === "all" || want.view === "wrong" || (want.view === "none" && !line.idle));
        if (bare) stops.push(line.row);
        line.el.hidden = !(seen || bare);
        if (seen || bare) { any = true; lines += 1; }
      }
      const empty = !part.lines.length && here && want.view === "all" && !facets && !want.words.length;
      part.el.hidden = !(any || empty);
    }
    for (const chapter of all(".chapter")) chapter.hidden = !one(".part:not([hidden])", chapter);
    const narrowed = want.view !== "all" || facets || want.part || want.words.length;
    one("#found").textContent = narrowed ? `${asks || lines} ${asks ? "of " + one("#cards").dataset.asks : "lines"}` : "";
    one("#clear").hidden = !narrowed;
    one("#nothing").hidden = stops.length > 0;
    keep(want);
  }

  // Among proposals the best stand first; elsewhere the lines stand as in the notes.
  function arrange(part, best) {
    if (part.shuffled === best) return;
    const order = (line) => (best ? Math.min(99, ...line.asks.filter(({ el }) => el.dataset.state === "proposal").map(({ rank }) => rank)) : 0);
    part.lines.sort((a, b) => order(a) - order(b) || a.nth - b.nth);
    part.el.append(...part.lines.map((line) => line.el));
    part.shuffled = best;
  }

  function clear() {
    filters.reset();
    apply();
    if (chosen) chosen.scrollIntoView({ block: "center" });
  }
  let waiting = 0;
  filters.addEventListener("input", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(apply); });
  filters.addEventListener("submit", (event) => event.preventDefault());
  one("#clear").onclick = clear;

  // The address holds what is shown, so that a reload and a bookmark come back to it.
  function keep(want) {
    const kept = new URLSearchParams();
    for (const name of ["view", ...FACETS]) if (want[name] && want[name] !== "all") kept.set(name, want[name]);
    if (one("#search").value) kept.set("q", one("#search").value);
    history.replaceState(null, "", kept.size ? "#" + kept : location.pathname + location.search);
  }
  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const [name, value] of kept) {
      if (name === "q") one("#search").value = value;
      else if (name === "view") all("input[name=view]").forEach((input) => (input.checked = input.value === value));
      else if (FACETS.includes(name) && filters.elements[name]) filters.elements[name].value = value;
    }
    if (!filters.elements.view.value) one("input[name=view]").checked = true;
  }

  // --- choosing --------------------------------------------------------------

  const partOf = (el) => el.closest(".part");
  const lineOf = (el) => el.closest(".line");
  const placeOf = (el) => [partOf(el)?.dataset.file ?? "", +(lineOf(el)?.dataset.line ?? 0)];

  function choose(el, { focus = true, quiet = false } = {}) {
    if (chosen) chosen.removeAttribute("aria-current");
    chosen = el;
    if (!el) return;
    el.setAttribute("aria-current", "true");
    if (focus) el.focus({ preventScroll: true });
    show(el);
    if (!quiet) pane.classList.add("open");
    // On a phone the card covers the lower part of the list.
    el.scrollIntoView({ block: innerWidth <= 860 && pane.classList.contains("open") ? "start" : "nearest" });
  }

  function step(by) {
    const at = chosen ? stops.indexOf(chosen) : -1;
    const next = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : at + by];
    if (next) choose(next);
  }

  function stepPart(by) {
    const shown = parts.filter(({ el }) => !el.hidden);
    const at = chosen ? shown.findIndex(({ el }) => el === partOf(chosen)) : -1;
    const part = shown[at < 0 ? 0 : at + by];
    const first = part && stops.find((stop) => partOf(stop) === part.el);
    if (first) {
      choose(first);
      part.el.scrollIntoView({ block: "start" });
    }
  }

  list.addEventListener("click", (event) => {
    const el = event.target.closest(".ask, .row");
    if (event.target.closest(".clear")) clear();
    else if (el && !getSelection().toString()) choose(el, { focus: true });
  });

  // --- the chosen card -------------------------------------------------------

  function show(el) {
    const ask = el.dataset.id && load("cards")[el.dataset.id], [file, line] = placeOf(el);
    const text = one(".text", lineOf(el) ?? el), why = one(".use", lineOf(el) ?? el)?.title;
    const shown = [where(el, file, line, ask)];
    if (text) shown.push(make("div", { className: "source" }, ...text.cloneNode(true).childNodes));
    if (ask) {
      if (token && el.dataset.key) shown.push(doings(el, ask));
      shown.push(...says(el, ask), ...ask.cards.flatMap(faces));
    } else {
      if (token && line) shown.push(make("div", { className: "does" }, ...doing(OPENINGS, el)));
      const told = [why && `What became of it: ${why}.`, ...all(".notes p", lineOf(el)).map((p) => p.textContent)].filter(Boolean);
      shown.push(...told.map((said) => make("p", { className: "says", textContent: said })));
      if (!told.length) shown.push(make("p", { className: "hint", textContent: "No card is made of this line." }));
    }
    pane.replaceChildren(...shown);
    pane.scrollTop = 0;
  }

  function where(el, file, line, ask) {
    const kind = ask ? [ask.kind, ask.rule !== ask.kind && ask.rule].filter(Boolean).join(" · ") : one(".use", lineOf(el))?.textContent;
    const parts = [make("b", { textContent: file ? `${file}:${line}` : "gone" }), make("span", { textContent: kind ?? "" })];
    if (ask?.others) parts.push(make("span", { textContent: `${ask.others} other way${ask.others > 1 ? "s" : ""} to ask` }));
    if (ask?.guid) parts.push(make("code", { textContent: ask.guid.slice(0, 8), title: "GUID " + ask.guid }));
    const close = make("button", { className: "close", textContent: "Close", onclick: leave });
    return make("div", { className: "where" }, ...parts, close);
  }

  function says(el, ask) {
    const found = [];
    if (ask.changed.length) {
      const tags = { same: "span", cut: "del", added: "ins" };
      const words = ask.changed.flatMap(([kind, text]) => [make(tags[kind], { textContent: text }), " "]);
      found.push(make("p", { className: "says" }, "Changed: ", ...words));
    }
    if (ask.remark) found.push(make("p", { className: "says", textContent: ask.remark }));
    if (el.dataset.state === "proposal") found.push(make("p", { className: "says", textContent: "A proposal: it is in the deck once you take it." }));
    if (el.dataset.state === "skipped") found.push(make("p", { className: "says", textContent: "Skipped: it is not in the deck." }));
    return found;
  }

  function faces([name, front, back]) {
    const title = (side) => make("h4", { className: "cardname" }, `${name} · ${side}`);
    return [title("front"), face(front, `${name}, front`), title("back"), face(back, `${name}, back`)];
  }

  // Its own root: the card's style stays inside, and the page's outside.
  function face(html, name) {
    const host = make("div", { className: "face", role: "group", ariaLabel: name });
    const card = make("div", { className: `card${isDark() ? " nightMode" : ""}${innerWidth <= 860 ? " mobile" : ""}` });
    card.innerHTML = html;
    for (const el of all("[data-media]", card)) {
      const kept = load("media")[el.dataset.media];
      if (kept) el.src = kept;
      else el.replaceWith(make("span", { className: "missing", textContent: el.dataset.media }));
    }
    for (const link of all("a[href]", card)) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [cardStyle()];
    shadow.append(card);
    return host;
  }

  function leave() {
    pane.classList.remove("open");
    chosen?.focus({ preventScroll: true });
  }

  let telling = 0;
  function tell(text) {
    told.textContent = text;
    clearTimeout(telling);
    telling = setTimeout(() => (told.textContent = ""), 4000);
  }

  // --- deciding (while the preview runs) -------------------------------------

  const SETTLES = [
    ["s", "seen", "Seen"],
    ["t", "take", "Take"],
    ["x", "skip", "Skip"],
    ["r", "turn", "Turn round"],
    ["c", "next", "Another way"],
    ["l", "topic", "Topic"],
  ];
  const OPENINGS = [["o", "open", "Editor"], ["O", "obsidian", "Obsidian"]];
  const can = {
    seen: (el) => !("seen" in el.dataset),
    take: (el) => el.dataset.state !== "card",
    skip: (el) => el.dataset.state !== "skipped",
    turn: (el) => load("cards")[el.dataset.id]?.turns,
    next: (el) => load("cards")[el.dataset.id]?.others > 0,
    topic: () => true,
  };

  function doing(actions, el) {
    const offered = actions.filter(([, verb]) => verb !== "obsidian" || "obsidian" in document.body.dataset);
    return offered.map(([key, verb, name]) => make("button", {
      type: "button",
      disabled: (verb === "turn" || verb === "next") && !can[verb](el),
      ariaPressed: verb === "seen" ? String(!can.seen(el)) : verb === "skip" ? String(!can.skip(el)) : null,
      onclick: () => act(verb),
    }, name, make("kbd", { textContent: key })));
  }
  const doings = (el) => make("div", { className: "does", role: "toolbar", ariaLabel: "Decide" }, ...doing([...SETTLES, ...OPENINGS], el));

  async function ask(path, sent = {}) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Cribdeck-Token": token },
      body: JSON.stringify(sent),
    }).catch(() => null);
    if (!answer) return { error: "The preview has stopped. Start it again to decide." };
    return answer.json().catch(() => ({ error: "The preview gave no answer." }));
  }

  const DONE = { seen: "Seen", take: "Taken", skip: "Skipped", turn: "Turned round", next: "Asked another way", topic: "Topic set" };

  async function act(verb, { whole = false, topic } = {}) {
    if (!chosen) return;
    const [file, line] = placeOf(chosen);
    if (verb === "open" || verb === "obsidian") {
      const { error, url } = await ask("open", { file, line, with: verb });
      if (url) location.assign(url);
      return error && tell(error);
    }
    if (!chosen.dataset.key) return tell("Nothing is asked of this line. Write it so that a rule finds it, or mark it up.");
    const targets = whole ? all(".ask:not([hidden])", partOf(chosen)).filter((el) => el.dataset.key && can[verb](el)) : [chosen];
    if (!targets.length) return tell("There is nothing left to do that to here.");
    if (!whole && (verb === "turn" || verb === "next") && !can[verb](chosen)) return tell("There is no other way to ask this.");
    if (verb === "topic" && topic === undefined) return askTopic(whole);
    const undone = !whole && ((verb === "seen" && !can.seen(chosen)) || (verb === "skip" && !can.skip(chosen)));
    const keys = [...new Set(targets.map((el) => el.dataset.key))];
    for (const el of targets) { el.classList.add("pending"); el.dataset.seen = ""; }
    if (!undone && !["turn", "next", "topic"].includes(verb)) whole ? stepPart(1) : step(1);
    const { error, left } = await ask("decide", { verb: undone ? "un" + verb : verb, keys, topic });
    if (error) { refresh(); return tell(error); }
    const what = undone ? "Taken back" : DONE[verb] + (keys.length > 1 ? ` (${keys.length})` : "");
    tell(`${what}. ${left} left. Undo: u`);
  }

  async function undo() {
    const { error, keys, left } = await ask("undo");
    if (error) return tell(error);
    back = keys?.[0] ?? null;
    tell(`Undone${keys.length > 1 ? ` (${keys.length})` : ""}. ${left} left.`);
  }

  function askTopic(whole) {
    const input = make("input", { name: "topic", ariaLabel: "Topic", value: load("cards")[chosen.dataset.id]?.topic ?? "" });
    const form = make("form", { method: "dialog" }, input, make("button", { textContent: "Set" }));
    form.onsubmit = () => act("topic", { whole, topic: input.value.trim() });
    open(make("h2", { textContent: whole ? "The topic of the whole section" : "The topic of this card" }), form);
    input.select();
  }

  // --- what the preview says -------------------------------------------------

  let back = null;
  function follow() {
    const events = new EventSource("events");
    events.onmessage = ({ data }) => {
      const now = JSON.parse(data);
      const state = one("#state");
      state.textContent = state.title = now.says;
      state.classList.toggle("problem", now.problem);
      if (now.version !== document.body.dataset.version) refresh();
    };
    events.onerror = () => (one("#state").textContent = "The preview has stopped");
  }

  let refreshing = null;
  async function refresh() {
    if (refreshing) return (refreshing.again = true);
    const mine = (refreshing = { again: false });
    const answer = await fetch("", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    refreshing = null;
    if (mine.again) refresh();
  }

  function swap(fresh) {
    const id = chosen?.dataset.id, place = chosen && placeOf(chosen), top = list.scrollTop, scrolled = pane.scrollTop;
    const want = location.hash, typing = document.activeElement === one("#search");
    for (const query of ["#list", ".counts", "#sheet", "#cards", "#media", "#style"]) {
      const [old, now] = [one(query), one(query, fresh)];
      if (query === "#list") old.replaceChildren(...now.childNodes);
      else old.replaceWith(document.adoptNode(now));
    }
    for (const select of all("select", filters)) {
      const was = select.value;
      select.replaceChildren(...one(`select[name=${select.name}]`, fresh).childNodes);
      select.value = was;
      if (!select.value) select.value = "";
    }
    all(".views small", filters).forEach((el, nth) => (el.textContent = all(".views small", fresh)[nth].textContent));
    document.body.dataset.version = fresh.body.dataset.version;
    carried = {};
    styles = undefined;
    chosen = null;
    history.replaceState(null, "", want || location.pathname);
    recall();
    index();
    const same = back ? one(`.ask[data-key="${back}"]`) : id && one(`.ask[data-id="${CSS.escape(id)}"]`);
    chosen = same ?? null;
    apply();
    list.scrollTop = top;
    const near = same ?? nearest(place);
    const reading = one("iframe", pane);
    if (near) choose(near, { focus: !typing, quiet: true });
    if (reading) paper();
    if (!back) pane.scrollTop = scrolled;
    back = null;
  }

  function nearest(place) {
    if (!place) return null;
    const [file, line] = place;
    const here = stops.filter((stop) => partOf(stop)?.dataset.file === file);
    return here.reduce((best, stop) => {
      const far = Math.abs(placeOf(stop)[1] - line);
      return !best || far < best.far ? { stop, far } : best;
    }, null)?.stop;
  }

  // --- building --------------------------------------------------------------

  function open(...content) {
    dialog.replaceChildren(...content);
    if (!dialog.open) dialog.showModal();
  }

  async function plan() {
    open(make("p", { textContent: "Asking what a build would do …" }));
    const { error, text, guard } = await ask("plan");
    const go = make("button", { textContent: guard ? "Build all the same" : "Build now", onclick: () => build(guard) });
    const row = make("form", { method: "dialog" }, make("button", { textContent: "Not now" }));
    if (!error) row.prepend(go);
    go.type = "button";
    open(make("h2", { textContent: "What a build does to the deck" }), make("pre", { textContent: error ?? text }), row);
    go.focus();
  }

  async function build(anyway) {
    open(make("p", { textContent: "Building …" }));
    const { error, text } = await ask("build", { anyway: !!anyway });
    const row = make("form", { method: "dialog" }, make("button", { textContent: "Close" }));
    open(make("h2", { textContent: error ? "Not built" : "Built" }), make("pre", { textContent: error ?? text }), row);
  }

  // --- the sheet -------------------------------------------------------------
  // Beside the notes while a preview serves it; from disk the link opens it in a window of its own.

  function paper() {
    const link = one("#sheet");
    if (link.hidden) return tell("There is no sheet yet.");
    if (!token) return link.click();
    if (one("iframe", pane)) return chosen ? show(chosen) : pane.replaceChildren();
    pane.replaceChildren(make("iframe", { className: "paper", title: "The crib sheet", src: link.getAttribute("href") + "#view=FitH" }));
    pane.classList.add("open");
  }
  document.addEventListener("click", (event) => {
    if (!token || !event.target.closest("#sheet")) return;
    event.preventDefault();
    paper();
  });

  // --- keys ------------------------------------------------------------------

  const KEYS = [
    ["j k ↓ ↑", "next, previous"], ["J K", "next, previous section"], ["/", "search"], ["1 … 6", "what is shown"],
    ["Esc", "close, show all"], ["p", "the sheet"], ["d", "light or dark"],
  ];
  const LIVE = [
    ...SETTLES.map(([key, , name]) => [key, name.toLowerCase()]), ["S T X R L", "the same for the whole section"], ["u", "undo"],
    ["o", "open the line in the editor"], ["O", "open it in Obsidian"], ["b", "build, after a look at its plan"],
  ];

  function help() {
    const rows = [...KEYS, ...(token ? LIVE : [])].flatMap(([keys, does]) => [
      make("dt", {}, ...keys.split(" ").flatMap((key) => [/[…]/.test(key) ? key : make("kbd", { textContent: key }), " "])),
      make("dd", { textContent: does }),
    ]);
    const more = token ? [] : [make("p", { className: "hint", textContent: "To decide by key what becomes a card, look at the notes with the command preview." })];
    open(make("h2", { textContent: "Keys" }), make("dl", {}, ...rows), ...more, make("form", { method: "dialog" }, make("button", { textContent: "Close" })));
  }
  one("#help").onclick = help;
  if (token) one("#build").onclick = plan;

  function view(nth) {
    const input = all("input[name=view]")[nth - 1];
    if (!input) return;
    input.checked = true;
    apply();
    if (!chosen || chosen.hidden) list.scrollTop = 0;
  }

  const PRESSED = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    J: () => stepPart(1), K: () => stepPart(-1),
    "/": () => one("#search").select(), "?": help, p: paper, d: () => one("#theme").click(),
    Escape: () => (pane.classList.contains("open") && innerWidth <= 860 ? leave() : clear()),
  };
  for (let nth = 1; nth <= 6; nth += 1) PRESSED[nth] = () => view(nth);
  if (token) {
    for (const [key, verb] of [...SETTLES, ...OPENINGS]) PRESSED[key] = () => act(verb);
    for (const [key, verb] of SETTLES) if (verb !== "next") PRESSED[key.toUpperCase()] = () => act(verb, { whole: true });
    Object.assign(PRESSED, { " ": () => act("seen"), u: undo, b: plan });
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input[type=search], select, dialog");
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (typing) {
      if (event.key === "Escape" || (event.key === "Enter" && typing.id === "search")) { typing.blur(); if (event.key === "Enter") step(1); }
      return;
    }
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    const does = PRESSED[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });

  paint(remembered("cribdeck-theme") ?? (night.matches ? "dark" : "light"));
  recall();
  index();
  apply();
  if (token) follow();
})();
