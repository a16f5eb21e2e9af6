// What stands in a cell. Text from data only ever becomes textContent.

function badgeNode(badge, words) {
  const tone = badge.tone ?? "plain";
  const glyph = badge.glyph ? el("i", { "aria-hidden": "true" }, badge.glyph) : null;
  const node = tone.startsWith("class-")
    ? el("span", { class: "class" }, el("i", { class: `swatch ${tone}`, "aria-hidden": "true" }), badge.word ?? "")
    : el("span", { class: `badge ${tone}${badge.dashed ? " dashed" : ""}` }, glyph, badge.word ?? "");
  if (!badge.then) return node;
  const arrow = el("span", { class: "arrow", role: "img", "aria-label": words.then }, "→");
  return el("span", { class: "badges" }, node, arrow, badgeNode(badge.then, words));
}

function buttonNode(view, row, column, button) {
  const look = { class: button.primary ? "button primary" : "button", disabled: button.disabled, title: button.hint };
  const node = el("button", { type: "button", ...look, "data-control": `button:${column}:${button.action}` }, button.label);
  node.addEventListener("click", () => send(view, { action: button.action, row: row.key, value: null, column }));
  return node;
}

function linkNode(view, row, column, cell) {
  const go = { action: cell.link, row: row.key, value: null, column };
  const control = { class: cell.strong ? "link strong" : "link", "data-control": `link:${column}` };
  if (!ownAddress(cell.href)) {
    const node = el("button", { type: "button", ...control }, cell.text ?? "");
    node.addEventListener("click", () => send(view, go));
    return node;
  }
  const node = el("a", { href: cell.href, ...control }, cell.text ?? "");
  node.addEventListener("click", (event) => {
    if (!cell.link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    send(view, go);
  });
  return node;
}

/** Only addresses of this application: data cannot lead elsewhere, nor run as javascript:. */
function ownAddress(href) {
  if (!href) return false;
  try {
    return new URL(href, location.href).origin === location.origin;
  } catch {
    return false;
  }
}

function checkNode(view, row, column, cell) {
  const label = cell.check_label || `${view.words.choose} ${titleOf(view, row)}`;
  const box = el("input", { type: "checkbox", "aria-label": label, "data-control": `check:${column}` });
  box.addEventListener("change", () => {
    view.held.set(`${column} ${row.key}`, box.checked);
    box.classList.add("waiting");
    send(view, { action: "check", row: row.key, value: box.checked, column });
  });
  return el("label", { class: "check" }, box);
}

function selectNode(view, row, column, cell) {
  const options = cell.select.options.map(([value, label]) => el("option", { value }, label));
  const title = view.data.columns.find((each) => each.id === column)?.title ?? "";
  const node = el("select", { "aria-label": `${titleOf(view, row)} ${title}`, "data-control": `select:${column}` }, ...options);
  node.addEventListener("change", () => {
    view.held.set(`${column} ${row.key}`, node.value);
    node.classList.add("waiting");
    send(view, { action: "select", row: row.key, value: node.value, column });
  });
  return node;
}

function barNode(share) {
  const fill = el("i", {});
  fill.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, fill);
}

/** The content of a cell; `opener` is the button that unfolds the row, where this is its place. */
function cellNodes(view, row, column, cell, opener) {
  const line = [
    cell.check === undefined ? null : checkNode(view, row, column, cell),
    opener,
    cell.badge ? badgeNode(cell.badge, view.words) : null,
    cell.link || ownAddress(cell.href) ? linkNode(view, row, column, cell) : textNode(cell, opener),
    cell.tag ? el("span", { class: "tag" }, cell.tag) : null,
    ...(cell.glyphs ?? []).map((badge) => badgeNode(badge, view.words)),
    cell.bar === undefined ? null : barNode(cell.bar),
    cell.select ? selectNode(view, row, column, cell) : null,
    cell.buttons?.length ? el("span", { class: "buttons" }, ...cell.buttons.map((each) => buttonNode(view, row, column, each))) : null,
  ].filter(Boolean);
  return cell.sub ? [...line, el("span", { class: "sub" }, cell.sub)] : line;
}

function textNode(cell, opener) {
  if (!cell.text || opener?.contains(opener.label)) return null;
  return cell.strong ? el("strong", {}, cell.text) : el("span", { class: "text" }, cell.text);
}

/** Ticks and choices show what the person just did, paler, until the server's answer agrees or the wait is over. */
function paintControls(view, node, row, column, cell) {
  const id = `${column} ${row.key}`;
  const paint = (control, name, given) => {
    if (view.held.get(id) === given) view.held.delete(id);
    control[name] = view.held.has(id) ? view.held.get(id) : given;
    control.classList.toggle("waiting", view.held.has(id));
  };
  const box = node.querySelector("input[type=checkbox]");
  if (box && cell.check !== undefined) paint(box, "checked", cell.check);
  const select = node.querySelector("select");
  if (select && cell.select) paint(select, "value", cell.select.value);
}
