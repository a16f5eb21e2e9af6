// The table: one component for st.components.v2. table.py joins dom.js, order.js, cells.js and this file into one module.
// Called again with every new data: rows are patched by key, so focus, open details, sort and search text stay.

const GIVE_UP = 5000; // an event nobody answered does not hold up the next one for ever
const SETTLED = 2000;
const TABLES = new WeakMap(); // parentElement → view
const KEPT = new Map(); // table key → what the person set, for when the page is visited again

export default function mount(component) {
  const view = TABLES.get(component.parentElement) ?? open(component);
  const call = (view.call = Symbol("call"));
  receive(view, component);
  return () => {
    // Streamlit also runs the clean-up of a call that a newer one has overtaken: only the last one closes.
    if (view.call === call) close(view);
  };
}

// ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function open(component) {
  const kept = KEPT.get(component.data.key) ?? { sort: component.data.sort, query: "", opened: new Set() };
  KEPT.set(component.data.key, kept);
  const view = { ...kept, kept, page: 0, rows: new Map(), held: new Map(), queue: [], flight: null };
  view.given = JSON.stringify(component.data.sort);
  view.search = el("input", { type: "search", class: "search", autocomplete: "off", spellcheck: "false" });
  view.clear = el("button", { type: "button", class: "button" });
  view.count = el("span", { class: "count", role: "status" });
  view.tools = el("div", { class: "tools", role: "search" }, view.search, view.clear, view.count);
  view.caption = el("caption", {});
  view.head = el("tr", {});
  view.body = el("tbody", {});
  view.table = el("table", {}, view.caption, el("thead", {}, view.head), view.body);
  view.frame = el("div", { class: "frame" }, view.table);
  view.previous = el("button", { type: "button", class: "button" });
  view.range = el("span", { class: "range", role: "status" });
  view.next = el("button", { type: "button", class: "button" });
  view.pager = el("nav", { class: "pager" }, view.previous, view.range, view.next);
  view.root = el("div", { class: "table-root" }, view.tools, view.frame, view.pager);
  listen(view);
  component.parentElement.append(view.root);
  TABLES.set(component.parentElement, view);
  return view;
}

function listen(view) {
  view.stop = new AbortController();
  const { signal } = view.stop;
  view.search.addEventListener("input", () => find(view, view.search.value));
  view.search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") find(view, "");
    event.stopPropagation(); // letters typed here are no shortcuts of the page
  });
  view.clear.addEventListener("click", () => find(view, "") || view.search.focus());
  view.previous.addEventListener("click", () => turn(view, -1));
  view.next.addEventListener("click", () => turn(view, 1));
  window.addEventListener("beforeprint", () => paint(view, true), { signal });
  window.addEventListener("afterprint", () => paint(view), { signal });
}

function close(view) {
  view.stop.abort();
  clearTimeout(view.flight);
  clearTimeout(view.pause);
  clearTimeout(view.settling);
  view.root.remove();
  TABLES.delete(view.component.parentElement);
}

function receive(view, component) {
  const { data } = component;
  const frame = JSON.stringify([data.columns, data.words, data.lang]);
  if (frame !== view.frameOf) view.rows.clear();
  if (JSON.stringify(data.sort) !== view.given) view.kept.sort = view.sort = data.sort;
  Object.assign(view, { component, data, words: data.words, given: JSON.stringify(data.sort), texts: new Map() });
  view.collator = new Intl.Collator(data.lang === "zh" ? "zh-CN" : data.lang, { numeric: true });
  attr(view.root, "lang", data.lang === "zh" ? "zh-CN" : data.lang);
  attr(view.root, "data-theme", theme(view.root));
  view.root.classList.toggle("sticky", data.sticky);
  view.frame.style.maxHeight = data.height ? `${data.height}px` : "";
  view.frame.classList.toggle("scrolls", !!data.height);
  attr(view.frame, "tabindex", data.height ? 0 : null);
  if (frame !== view.frameOf) paintFrame(view);
  view.frameOf = frame;
  paint(view);
  answered(view, data);
}

/** What changes with columns and language only. */
function paintFrame(view) {
  const { data, words } = view;
  text(view.caption, data.caption);
  show(view.caption, !!data.caption);
  attr(view.search, "placeholder", words.search);
  attr(view.search, "aria-label", data.caption ? `${words.search} – ${data.caption}` : words.search);
  text(view.clear, words.clear);
  text(view.previous, words.previous);
  text(view.next, words.next);
  view.head.replaceChildren(...data.columns.map((column) => headNode(view, column)));
}

function headNode(view, column) {
  const node = el("th", { scope: "col", class: classOf(column), "data-column": column.id });
  if (column.width) node.style.setProperty("--width", column.width);
  if (column.sortable === false || !column.title) node.append(column.title);
  else {
    const mark = el("i", { class: "mark", "aria-hidden": "true" });
    const button = el("button", { type: "button", class: "sorter" }, column.title, mark);
    button.addEventListener("click", () => sortBy(view, column.id));
    node.append(button);
  }
  return node;
}

function classOf(column) {
  return [column.align ?? "left", column.hide_on_narrow ? "wide" : ""].join(" ").trim();
}

// ── what the person does here ───────────────────────────────────────────────────────────────────────────────────────

/** First click down for figures, up for text; the second turns it; the third is the order as given. */
function sortBy(view, id) {
  const first = view.data.rows.some((row) => typeof sortValue(row, id) === "number") ? "desc" : "asc";
  const second = first === "asc" ? "desc" : "asc";
  const now = view.sort?.[0] === id ? view.sort[1] : null;
  view.kept.sort = view.sort = now === null ? [id, first] : now === first ? [id, second] : null;
  view.page = 0;
  paint(view);
}

function find(view, query) {
  view.kept.query = view.query = query;
  view.page = 0;
  paint(view);
}

function turn(view, step) {
  view.page += step;
  paint(view);
  view.root.scrollIntoView({ block: "start" });
}

function unfold(view, row) {
  if (!view.opened.delete(row.key)) view.opened.add(row.key);
  paint(view);
}

// ── to the page's Python and back ───────────────────────────────────────────────────────────────────────────────────

/** One event under way at a time: two that reach one run of the page would leave only the later one. */
function send(view, event) {
  const same = (other) => other && other.action === event.action && other.row === event.row && other.column === event.column;
  const pressed = event.value === null;
  if (pressed && (view.queue.some(same) || (view.flight && same(view.flying)))) return; // a double click is one click
  if (!pressed) view.queue = view.queue.filter((other) => !same(other));
  view.queue.push(event);
  flush(view);
}

function flush(view) {
  clearTimeout(view.pause);
  if (view.flight || !view.queue.length) return settle(view);
  view.flying = view.queue.shift();
  view.flight = setTimeout(() => landed(view), GIVE_UP);
  attr(view.root, "aria-busy", "true");
  view.number = (view.number ?? Date.now()) + 1;
  view.component.setTriggerValue("event", { ...view.flying, number: view.number });
}

function landed(view) {
  clearTimeout(view.flight);
  view.flight = null;
  attr(view.root, "aria-busy", null);
  flush(view);
}

/** The run that brought our event draws the table first and acts after: wait for its second drawing, or a moment. Where the
 *  page starts again at once, Streamlit drops the first drawing for the second, which names the event that was acted on. */
function answered(view, { got, acted }) {
  if (view.flight && got) {
    clearTimeout(view.pause);
    view.pause = setTimeout(() => landed(view), 300);
    view.acting = true;
  } else if (view.flight && (view.acting || acted === view.number)) {
    view.acting = false;
    landed(view);
  }
  settle(view);
}

/** Nothing under way for a while: what is stored is shown, also where it is not what was clicked. */
function settle(view) {
  clearTimeout(view.settling);
  view.settling = setTimeout(() => {
    if (view.flight || view.queue.length || !view.held.size) return;
    view.held.clear();
    paint(view);
  }, SETTLED);
}

// ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function paint(view, whole = false) {
  const { data, words } = view;
  const hold = focusedControl(view);
  const found = visibleRows(data.rows, view.sort, data.search ? view.query : "", view.collator, (row) => textsOf(view, row));
  const size = whole ? Infinity : data.page;
  const pages = Math.max(1, Math.ceil(found.length / size));
  view.page = whole ? view.page : Math.min(Math.max(view.page, 0), pages - 1);
  const first = whole ? 0 : view.page * size;
  const shown = found.slice(first, first + size);
  const totals = data.rows.filter((row) => row.tone === "total");
  const nodes = [...shown, ...totals].flatMap((row) => rowNodes(view, row));
  arrange(view.body, nodes.length ? nodes : [emptyNode(view)]);
  forget(view);
  paintHead(view);
  paintTools(view, found.length, first, shown.length, pages);
  hold?.();
}

function textsOf(view, row) {
  if (!view.texts.has(row.key)) view.texts.set(row.key, haystack(row));
  return view.texts.get(row.key);
}

function paintHead(view) {
  for (const node of view.head.children) {
    const on = view.sort?.[0] === node.dataset.column;
    if (!node.firstElementChild) continue;
    attr(node, "aria-sort", on ? (view.sort[1] === "desc" ? "descending" : "ascending") : "none");
    text(node.querySelector(".mark"), on ? (view.sort[1] === "desc" ? "▾" : "▴") : "");
  }
}

function paintTools(view, found, first, shown, pages) {
  const { data, words } = view;
  const total = data.rows.filter((row) => row.tone !== "total").length;
  const seeking = data.search && view.query.trim() !== "";
  show(view.tools, !!data.search && (total > 0 || seeking));
  if (view.search.value !== view.query) view.search.value = view.query;
  show(view.clear, seeking);
  text(view.count, seeking ? fill(words.found, { found, total }) : "");
  show(view.pager, pages > 1);
  view.previous.disabled = view.page === 0;
  view.next.disabled = view.page >= pages - 1;
  text(view.range, pages > 1 ? fill(words.page, { first: first + 1, last: first + shown, total: found }) : "");
}

function emptyNode(view) {
  const seeking = view.data.rows.length > 0;
  const sentence = seeking ? fill(view.words.none, { query: view.query.trim() }) : view.words.empty;
  return el("tr", { class: "empty" }, el("td", { colspan: view.data.columns.length }, sentence));
}

/** A row's own node and, where it is open, the one of its detail. */
function rowNodes(view, row) {
  let entry = view.rows.get(row.key);
  if (!entry) view.rows.set(row.key, (entry = { node: el("tr", {}), cells: new Map() }));
  attr(entry.node, "class", row.tone ?? "none");
  attr(entry.node, "data-key", row.key);
  const open = view.opened.has(row.key) && unfolds(view, row);
  paintCells(view, row, entry);
  entry.node.classList.toggle("open", open);
  for (const opener of entry.node.querySelectorAll(".opener")) attr(opener, "aria-expanded", String(open));
  return open ? [entry.node, detailNode(view, row, entry)] : [entry.node];
}

function paintCells(view, row, entry) {
  const spans = spansOf(view, row);
  const nodes = spans.map(({ column, span }) => {
    const cell = cellOf(row, column.id) ?? {};
    const { check, select, ...rest } = cell;
    const opens = opensAt(view, row) === column.id && opening(view, row);
    const key = JSON.stringify([rest, check !== undefined, select?.options, span, titleOf(view, row), opens]);
    let node = entry.cells.get(column.id);
    if (node?.key !== key) {
      if (!node) entry.cells.set(column.id, (node = el("td", {})));
      node.key = key;
      attr(node, "class", `${classOf(column)} ${lengthOf(cell)}`.trim());
      attr(node, "colspan", span > 1 ? span : null);
      node.replaceChildren(...cellNodes(view, row, column.id, cell, openerNode(view, row, column.id, cell)));
    }
    paintControls(view, node, row, column.id, cell);
    return node;
  });
  arrange(entry.node, nodes);
}

/** Columns of a row; in a group row a column without a cell is joined to the one before. */
function spansOf(view, row) {
  const joins = row.tone === "group" || row.tone === "total";
  const spans = [];
  for (const column of view.data.columns) {
    if (joins && spans.length && row.cells[column.id] === undefined) spans[spans.length - 1].span += 1;
    else spans.push({ column, span: 1 });
  }
  return spans;
}

function forget(view) {
  if (view.rows.size < 2 * view.data.rows.length + 50) return;
  const keys = new Set(view.data.rows.map((row) => row.key));
  for (const key of view.rows.keys()) if (!keys.has(key)) view.rows.delete(key);
}

// ── unfolding ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** "always": the row has a detail; "narrow": only what a phone has no column for; "". */
function opening(view, row) {
  if (row.detail?.length || row.detail_actions?.length) return "always";
  const hides = view.data.columns.some((column) => column.hide_on_narrow && cellOf(row, column.id));
  return hides && row.tone !== "group" && row.tone !== "total" ? "narrow" : "";
}

function unfolds(view, row) {
  return opening(view, row) !== "";
}

/** The column that names and unfolds the row: the first strong cell that says more than a code or number, else the first such. */
function opensAt(view, row) {
  const open = view.data.columns.filter((column) => !column.hide_on_narrow && cellOf(row, column.id));
  const named = open.filter((column) => cellOf(row, column.id).text && lengthOf(cellOf(row, column.id)) !== "short");
  return (named.find((column) => cellOf(row, column.id).strong) ?? named[0] ?? open.find((column) => cellOf(row, column.id).text) ?? open[0])?.id;
}

/** A code, number or date is kept on one line; a sentence is given room on a phone. */
function lengthOf(cell) {
  const written = cell.text ?? "";
  if (/^[\x21-\x7e−–—]{1,16}( [0-9:]+)?$/.test(written)) return "short";
  return written.length > 14 ? "long" : "";
}

function titleOf(view, row) {
  return cellOf(row, opensAt(view, row))?.text ?? row.key;
}

function openerNode(view, row, column, cell) {
  const kind = opening(view, row);
  if (!kind || column !== opensAt(view, row)) return null;
  const named = !cell.link && !cell.href && cell.text && kind === "always";
  const label = named ? el("span", { class: cell.strong ? "strong" : "" }, cell.text) : null;
  const spoken = named ? null : `${view.words.detail} ${titleOf(view, row)}`;
  const look = { class: `opener ${kind}`, "aria-expanded": "false", "aria-label": spoken };
  const fold = el("i", { class: "fold", "aria-hidden": "true" });
  const node = el("button", { type: "button", ...look, "data-control": "opener" }, fold, label);
  node.label = label;
  node.addEventListener("click", () => unfold(view, row));
  return node;
}

function detailNode(view, row, entry) {
  const key = JSON.stringify([row.detail, row.detail_actions, row.cells]);
  if (entry.detail?.key !== key) {
    const pairs = (row.detail ?? []).map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value)));
    const hidden = view.data.columns.filter((column) => column.hide_on_narrow && cellOf(row, column.id));
    const moved = hidden.map((column) => {
      const content = el("dd", {}, ...cellNodes(view, row, column.id, cellOf(row, column.id), null));
      paintControls(view, content, row, column.id, cellOf(row, column.id));
      return el("div", { class: "narrow" }, el("dt", {}, column.title), content);
    });
    const actions = (row.detail_actions ?? []).map((button) => buttonNode(view, row, "", button));
    const list = el("dl", {}, ...moved, ...pairs);
    entry.detail ??= el("tr", {}, el("td", { colspan: view.data.columns.length }));
    entry.detail.key = key;
    entry.detail.firstChild.replaceChildren(list, ...(actions.length ? [el("div", { class: "buttons" }, ...actions)] : []));
  }
  attr(entry.detail, "class", `detail ${opening(view, row)}`);
  return entry.detail;
}

// ── small things ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Puts the focus back on the same control of the same row, where drawing replaced or moved it. */
function focusedControl(view) {
  const active = focused(view.root);
  const control = active?.dataset.control;
  if (!control) return null;
  const key = active.closest("tr")?.dataset.key ?? active.closest("tr")?.previousElementSibling?.dataset.key;
  return () => {
    if (view.root.contains(focused(view.root))) return;
    const rows = [...view.body.querySelectorAll("tr")];
    const place = rows.findIndex((node) => node.dataset.key === key);
    const near = [rows[place], rows[place + 1]].filter(Boolean);
    const controls = near.flatMap((node) => [...node.querySelectorAll("[data-control]")]);
    controls.find((node) => node.dataset.control === control)?.focus({ preventScroll: true });
  };
}

/** Dark as Streamlit's theme is, not as the system wishes; outside Streamlit the style sheet asks the system. */
function theme(root) {
  const ground = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6})/i.exec(ground)?.[1];
  const parts = hex ? hex.match(/../g).map((pair) => parseInt(pair, 16)) : (ground.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  if (parts.length < 3) return null;
  return parts[0] * 0.3 + parts[1] * 0.6 + parts[2] * 0.1 < 128 ? "dark" : "light";
}
