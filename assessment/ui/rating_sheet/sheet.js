// The rating sheet: one component for st.components.v2. sheet.py joins web/*.js and this file into one module.
// Called again with every new data; everything is patched in place, so focus, scroll and open folds stay.

const UNSAVED_AFTER = 4000;
const RETRY_AFTER = [4000, 8000, 15000];
const SHEETS = new WeakMap(); // parentElement → sheet
let attempts = 0;

export default function mount(component) {
  const sheet = SHEETS.get(component.parentElement) ?? open(component);
  const call = (sheet.call = Symbol("call"));
  receive(sheet, component);
  return () => {
    // Streamlit also runs the clean-up of a call that a newer one has overtaken: only the last one closes.
    if (sheet.call === call) close(sheet);
  };
}

// ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function open(component) {
  const sheet = { component, cards: new Map(), first: true, retries: 0 };
  const on = (sheet.on = actions(sheet));
  sheet.root = el("div", { class: "sheet-root" });
  const bar = buildBar(sheet, on);
  buildRail(sheet, on);
  sheet.elsewhere = el("div", { class: "elsewhere" });
  sheet.list = el("div", { class: "cards" });
  sheet.main = el("div", { class: "sheet" }, sheet.rail.narrow, sheet.elsewhere, sheet.head.node, sheet.list, sheet.foot.node);
  sheet.root.append(bar, el("div", { class: "columns" }, sheet.rail.node, sheet.main), el("div", { class: "watermark", "aria-hidden": "true" }));
  component.parentElement.append(sheet.root);

  sheet.stop = new AbortController();
  const { signal } = sheet.stop;
  document.addEventListener("keydown", (event) => shortcut(sheet, event), { signal });
  window.addEventListener("beforeunload", (event) => leave(sheet, event), { signal });
  window.addEventListener("pagehide", () => saveDrafts(sheet), { signal });
  window.addEventListener("online", () => sheet.ledger.pending.length && transmit(sheet), { signal });
  sheet.list.addEventListener("focusin", (event) => (sheet.last = event.target), { signal });
  sheet.list.addEventListener("click", (event) => (sheet.last = event.target), { signal });
  sheet.observer = new ResizeObserver(() => measure(sheet));
  sheet.observer.observe(sheet.root);
  sheet.observer.observe(bar);
  SHEETS.set(component.parentElement, sheet);
  return sheet;
}

function close(sheet) {
  saveDrafts(sheet);
  sheet.stop.abort();
  sheet.observer.disconnect();
  clearTimeout(sheet.speaking);
  clearTimeout(sheet.clock);
  sheet.root.remove();
  SHEETS.delete(sheet.component.parentElement);
}

/** New data from Python: settle what it answers, then show. */
function receive(sheet, component) {
  const { data } = component;
  if (sheet.ledger && sheet.ledger.project !== data.project.id) saveDrafts(sheet);
  const opened = !sheet.ledger || sheet.ledger.project !== data.project.id;
  if (opened) sheet.lastDate = "";
  const turned = sheet.data && sheet.data.current !== data.current;
  if (turned) saveDrafts(sheet);
  Object.assign(sheet, { component, data, words: data.words });
  sheet.ledger = ledgerOf(data.project.id);
  const waited = sheet.ledger.pending.length;
  settle(sheet.ledger, data.server, data.coefficients.axes);
  if (sheet.ledger.pending.length < waited) sheet.retries = 0;
  if (data.server.fault) sheet.sent = Date.now(); // the pause before the next attempt begins with the answer to the last
  attr(sheet.root, "lang", data.lang === "zh" ? "zh-CN" : data.lang);
  attr(sheet.root, "data-theme", theme(sheet.root));
  placeCards(sheet);
  measure(sheet);
  refresh(sheet);
  // Left over from before a reload, or from a run that the server did not finish.
  if (sheet.ledger.pending.length && (opened || Date.now() - sheet.sent > 1500)) transmit(sheet);
  if (data.focus && data.focus_token !== sheet.token) focusCard(sheet, data.focus);
  else if (turned) toTop(sheet);
  sheet.token = data.focus_token;
  sheet.first = false;
}

function placeCards(sheet) {
  const { data } = sheet;
  for (const [id, card] of sheet.cards) if (!data.sheet.indicators.some((each) => each.id === id)) sheet.cards.delete(id) && saveCard(sheet, card);
  const nodes = data.sheet.indicators.map((indicator) => {
    const figures = (indicator.rows ?? []).flatMap((row) => row.figures ?? []).map((figure) => data.sheet.figures[figure]);
    const key = JSON.stringify([indicator, figures, data.lang, data.words, data.levels, data.bands]);
    let card = sheet.cards.get(indicator.id);
    if (card?.key !== key) {
      if (card) saveCard(sheet, card);
      card = buildCard(sheet, indicator, sheet.on);
      card.key = key;
      sheet.cards.set(indicator.id, card);
    }
    return card.node;
  });
  arrange(sheet.list, nodes);
}

/** Everything that an answer changes. */
function refresh(sheet) {
  const { data, ledger } = sheet;
  sheet.answers = overlay(ledger, data.answers, data.coefficients.axes);
  sheet.result = score(data.coefficients, sheet.answers);
  sheet.figures = figuresOf(sheet);
  paintBar(sheet);
  paintSaved(sheet);
  paintRail(sheet, sheet.on);
  for (const card of sheet.cards.values()) paintCard(sheet, card, sheet.on);
  paintElsewhere(sheet);
  text(sheet.root.lastChild, data.project.illustrative ? sheet.words.illustrative : "");
  tick(sheet);
}

/** Our own figures at once; the server's, which alone are saved and final, as soon as nothing is under way. */
function figuresOf({ data, ledger, result }) {
  const own = { index: shown(result.index, 4), worst: shown(result.worst_index, 4), best: shown(result.best_index, 4) };
  const final = data.server.result;
  if (!final || ledger.pending.length) return own;
  const given = { index: final.index, worst: final.worst_index, best: final.best_index };
  for (const name of Object.keys(own)) {
    if (given[name] === undefined) continue;
    if (given[name] !== own[name]) console.warn(`rating sheet: ${name} is ${own[name]} here, ${given[name]} on the server`);
    own[name] = given[name];
  }
  return own;
}

// ── what a person does ──────────────────────────────────────────────────────────────────────────────────────────────

/** All that is unconfirmed goes again each time, so an interrupted run or a lost connection loses nothing.
 *  `attempt` makes each list a new value: Streamlit calls no callback for one that it has had before. */
function transmit(sheet) {
  sheet.sent = Date.now();
  attempts += 1;
  sheet.component.setStateValue("pending", sheet.ledger.pending.map((change) => ({ ...change, attempt: attempts })));
}

function saveDrafts(sheet) {
  for (const card of sheet.cards.values()) saveCard(sheet, card);
}

/** What was typed and not left yet. */
function saveCard(sheet, card) {
  card.fold?.save();
  for (const row of card.rows) for (const box of row.figures?.boxes ?? []) saveBox(sheet, box, sheet.on);
  for (const name of [...(card.origin?.dirty ?? [])]) saveOrigin(sheet, card, name, sheet.on);
}

/** A restarted server answers no fragment of an old page, whatever is sent: then only a new page helps.
 *  One that says its database is at fault is not deaf. */
function deaf(sheet) {
  return sheet.retries >= 2 && !sheet.data.server.fault && isKept(sheet.ledger);
}

function leave(sheet, event) {
  saveDrafts(sheet);
  if (!sheet.ledger.pending.length || sheet.reloading) return;
  event.preventDefault();
  event.returnValue = "";
}

/** While something is unconfirmed: says so when it takes long, and tries again. */
function tick(sheet) {
  clearTimeout(sheet.clock);
  if (!sheet.ledger.pending.length) return;
  sheet.clock = setTimeout(() => {
    if (Date.now() - sheet.sent > RETRY_AFTER[Math.min(sheet.retries, RETRY_AFTER.length - 1)]) {
      sheet.retries += 1;
      transmit(sheet);
    }
    paintSaved(sheet);
    tick(sheet);
  }, 320);
}

function shortcut(sheet, event) {
  const target = event.composedPath()[0];
  if (event.isComposing || event.altKey || isTyping(target)) return;
  const key = event.key.toLowerCase(), control = event.ctrlKey || event.metaKey;
  if (key === "z" && control && !event.shiftKey) {
    event.preventDefault();
    sheet.on.undo();
  } else if (key === "n" && !control && !event.shiftKey) {
    event.preventDefault();
    sheet.on.next();
  }
}

// ── finding the way ─────────────────────────────────────────────────────────────────────────────────────────────────

/** The card where an answer stands; of a figure that several share, one on this sheet if there is one. */
function indicatorOf({ data, cards }, kind, key) {
  if (kind === "figure") {
    const asks = ({ graded }) => Object.values(graded ?? {}).some(({ rules }) => rules.some((rule) => rule.figure === key));
    const asking = data.coefficients.indicators.filter(asks);
    return (asking.find(({ id }) => cards.has(id)) ?? asking[0])?.id;
  }
  return kind === "rating" ? key : data.coefficients.vetoes.find((veto) => veto.id === key)?.indicator;
}

/** Indicators in which a rating or a veto is missing, in the scorecard's order. */
function missingCards({ data, result }) {
  const open = new Set(data.coefficients.vetoes.filter((veto) => result.vetoes[veto.id] === "unknown").map((veto) => veto.indicator));
  return data.coefficients.indicators.filter(({ id }) => !result.factors[id] || open.has(id));
}

/** Where something is missing on this sheet: rows and veto questions from top to bottom. */
function stops(sheet, only = null) {
  const found = [];
  for (const { id } of sheet.data.sheet.indicators) {
    const card = sheet.cards.get(id);
    if (!card?.indicator.applicable || (only && only !== id)) continue;
    card.rows.forEach((row, place) => {
      if (sheet.result.levels[id][place] !== null) return;
      const empty = row.figures?.boxes.find((box) => !box.figure.project && !box.painted);
      if (empty) found.push({ card, box: empty.node, input: empty.input ?? empty.inputs.values().next().value });
      else found.push({ card, box: row.node, input: row.inputs.values().next().value });
    });
    for (const veto of card.vetoes) {
      if (sheet.answers.value("veto", veto.id) === null) found.push({ card, box: veto.node, input: veto.inputs.get(null) });
    }
  }
  return found;
}

function nextMissing(sheet) {
  const here = stops(sheet), last = sheet.last?.isConnected ? sheet.last : null;
  const after = (stop) => !last || (last.compareDocumentPosition(stop.box) & Node.DOCUMENT_POSITION_FOLLOWING && !stop.box.contains(last));
  const next = here.find(after);
  if (next) return land(sheet, next);
  const order = sheet.data.dimensions.map((each) => each.id), place = order.indexOf(sheet.data.current);
  const missing = missingCards(sheet);
  for (const dimension of [...order.slice(place + 1), ...order.slice(0, place)]) {
    const first = missing.find((each) => each.dimension === dimension);
    if (first) return sheet.on.go({ dimension, focus: first.id });
  }
  if (here.length) land(sheet, here[0]);
}

function land(sheet, stop) {
  stop.input.focus({ preventScroll: true });
  const { top, bottom } = stop.box.getBoundingClientRect(), bar = sheet.bar.node.getBoundingClientRect().bottom;
  if (top < bar + 60 || bottom > window.innerHeight - 20) stop.card.node.scrollIntoView({ block: "start" });
  const after = stop.box.getBoundingClientRect();
  if (after.bottom > window.innerHeight) stop.box.scrollIntoView({ block: "center" });
}

function focusCard(sheet, id) {
  const card = sheet.cards.get(id);
  if (!card) return;
  const stop = stops(sheet, id)[0];
  if (stop) return land(sheet, stop);
  card.node.scrollIntoView({ block: "start" });
  card.node.querySelector("input:checked")?.focus({ preventScroll: true });
}

function toTop(sheet) {
  sheet.last = null;
  const active = focused(sheet.root);
  if (active && (sheet.foot.node.contains(active) || sheet.list.contains(active))) sheet.head.title.focus({ preventScroll: true });
  if (sheet.list.getBoundingClientRect().top < sheet.bar.node.getBoundingClientRect().bottom) sheet.root.scrollIntoView({ block: "start" });
}

/** Shows what an undo touched, on another sheet if need be. */
function reveal(sheet, { kind, key }) {
  const id = indicatorOf(sheet, kind, key), card = sheet.cards.get(id);
  const dimension = sheet.data.coefficients.indicators.find((each) => each.id === id)?.dimension;
  if (!card) {
    if (dimension) sheet.on.go({ dimension, focus: id });
    return;
  }
  const { top, bottom } = card.node.getBoundingClientRect();
  if (top < sheet.bar.node.getBoundingClientRect().bottom || bottom > window.innerHeight) card.node.scrollIntoView({ block: "start" });
}

/** Conflicts and refusals whose card is on another sheet. */
function paintElsewhere(sheet) {
  const { words, data, ledger } = sheet;
  const far = [...ledger.issues.values()].map((issue) => indicatorOf(sheet, issue.kind, issue.key)).filter((id) => id && !sheet.cards.has(id));
  const key = JSON.stringify(far);
  if (sheet.farKey === key) return;
  sheet.farKey = key;
  sheet.elsewhere.replaceChildren(...[...new Set(far)].map((id) => {
    const dimension = data.coefficients.indicators.find((each) => each.id === id)?.dimension;
    const title = data.dimensions.find((each) => each.id === dimension)?.title ?? "";
    return el("div", { class: "issue" }, fill(words.issue_elsewhere, { title }), " ",
      el("button", { type: "button", class: "link", click: () => sheet.on.go({ dimension, focus: id }) }, words.look));
  }));
}

// ── room ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How many cells fit a line, how high the bar is, and whether Streamlit's own header lies over us. */
function measure(sheet) {
  if (!sheet.data) return;
  const width = sheet.root.clientWidth;
  if (!width) return;
  const size = width < 640 ? "narrow" : width < 1000 ? "middle" : "wide";
  const label = size === "narrow" ? 0 : sheet.data.lang === "zh" ? 76 : 98, rail = size === "wide" ? 194 : 0;
  const room = width - rail - label - 34;
  for (let n = 2; n <= 10; n += 1) {
    let columns = size === "narrow" ? 1 : n;
    for (let lines = 2; columns > 1 && (room + 5) / columns - 5 < 136; lines += 1) columns = Math.ceil(n / lines);
    sheet.root.style.setProperty(`--columns-${n}`, columns);
  }
  sheet.root.style.setProperty("--label", `${label}px`);
  sheet.root.style.setProperty("--bar", `${sheet.bar.node.offsetHeight}px`);
  const header = document.querySelector("[data-testid=stHeader]");
  const covers = header && ["fixed", "absolute", "sticky"].includes(getComputedStyle(header).position) && header.offsetHeight;
  sheet.root.style.setProperty("--top", `${covers || 0}px`);
  const page = document.querySelector("[data-testid=stMainBlockContainer]");
  sheet.root.style.setProperty("--bleed", page ? getComputedStyle(page).paddingLeft : "0px");
  attr(sheet.root, "data-size", size);
  // First the picture goes, then the subtitle and the two figures that the level says too: the bar stays two lines.
  const wordy = sheet.data.lang === "zh" ? 0 : 120;
  attr(sheet.root, "data-tight", width < 800 + wordy ? "very" : width < 980 + wordy ? "yes" : null);
  const narrow = size === "narrow";
  if (sheet.narrow === narrow) return;
  sheet.narrow = narrow;
  if (sheet.result) refresh(sheet);
}

/** Dark as Streamlit's theme is, not as the system wishes; outside Streamlit the style sheet asks the system. */
function theme(root) {
  const ground = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6})/i.exec(ground)?.[1];
  const parts = hex ? hex.match(/../g).map((pair) => parseInt(pair, 16)) : (ground.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  if (parts.length < 3) return null;
  return parts[0] * 0.3 + parts[1] * 0.6 + parts[2] * 0.1 < 128 ? "dark" : "light";
}
