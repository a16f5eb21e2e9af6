// The dimensions: a rail on a wide page, a select on a phone; and the head and foot of the sheet.

function buildRail(sheet, on) {
  const rail = {
    head: el("div", { class: "rail-head" }),
    list: el("ul"),
    excluded: el("p", { class: "excluded" }),
    items: new Map(),
    pick: el("select", { change: () => on.go({ dimension: rail.pick.value, focus: null }) }),
    undo: el("button", { type: "button", class: "button undo", click: on.undo }),
    following: el("button", { type: "button", class: "button", click: () => on.step(1) }),
  };
  rail.node = el("nav", { class: "rail" }, rail.head, rail.list, rail.excluded);
  rail.narrow = el("div", { class: "pick" }, rail.pick, rail.undo, rail.following);
  sheet.rail = rail;
  sheet.head = {
    title: el("h2", { tabindex: "-1" }),
    line: el("span", { class: "sheet-line" }),
    keys: el("span", { class: "keys" }),
  };
  sheet.head.node = el("div", { class: "sheet-head" }, sheet.head.title, sheet.head.line, el("span", { class: "grow" }), sheet.head.keys);
  sheet.foot = {
    previous: el("button", { type: "button", class: "button", click: () => on.step(-1) }),
    next: el("button", { type: "button", class: "button primary", click: () => on.step(1) }),
  };
  sheet.foot.node = el("div", { class: "sheet-foot" }, sheet.foot.previous, sheet.foot.next);
}

function paintRail(sheet, on) {
  const { rail, words, data, result } = sheet;
  attr(rail.node, "aria-label", words.dimensions);
  attr(rail.pick, "aria-label", words.dimensions);
  rail.head.replaceChildren(el("span", {}, words.dimensions), el("span", {}, words.answered_index));
  arrange(rail.list, data.dimensions.map((dimension) => railItem(sheet, dimension, on)));
  const options = data.dimensions.map((dimension, place) => {
    const option = rail.pick.options[place] ?? el("option");
    const own = result.dimensions[dimension.id];
    attr(option, "value", dimension.id);
    const values = own && { title: dimension.title, answered: own.answered, total: own.total, index: dimensionIndex(sheet, own) };
    text(option, own ? fill(words.pick, values) : `${dimension.title} · ${words.not_applicable}`);
    return option;
  });
  arrange(rail.pick, options);
  if (rail.pick.value !== data.current) rail.pick.value = data.current;
  text(rail.following, words.following);

  const count = data.project.not_applicable ?? 0;
  const link = rail.link ?? el("button", { type: "button", class: "link", click: () => on.go({ page: "project" }) });
  rail.link = link;
  text(link, words.facts_link);
  rail.count ??= el("span");
  text(rail.count, count ? fill(words.excluded, { n: count }) : "");
  arrange(rail.excluded, data.project.facts ? [rail.count, link] : []);
  paintHead(sheet);
}

function railItem(sheet, dimension, on) {
  const { rail, words, data, result } = sheet;
  let item = rail.items.get(dimension.id);
  if (!item) {
    const title = el("span", { class: "dim-title" }), count = el("span", { class: "dim-count" });
    item = { title, count, weight: el("span"), index: el("span", { class: "number" }) };
    const go = () => on.go({ dimension: dimension.id, focus: null });
    item.button = el("button", { type: "button", class: "dim", click: go },
      el("span", { class: "dim-row" }, item.title, item.count), el("span", { class: "dim-row second" }, item.weight, item.index));
    item.node = el("li", {}, item.button);
    rail.items.set(dimension.id, item);
  }
  const own = result.dimensions[dimension.id];
  text(item.title, dimension.title);
  text(item.count, own ? `${own.answered}/${own.total}` : words.none);
  text(item.weight, own ? fill(words.weight, { weight: dimension.weight }) : words.not_applicable);
  text(item.index, own ? dimensionIndex(sheet, own) : "");
  attr(item.count, "data-short", own && own.answered < own.total);
  attr(item.button, "aria-current", dimension.id === data.current ? "true" : null);
  attr(item.button, "aria-label", own ? fill(words.dimension_said, {
    title: dimension.title, answered: own.answered, total: own.total, index: dimensionIndex(sheet, own) }) : null);
  return item.node;
}

function dimensionIndex({ words }, own) {
  return shown(own.index, 4) ?? words.none;
}

function paintHead(sheet) {
  const { head, foot, words, data, result } = sheet;
  const place = data.dimensions.findIndex((each) => each.id === data.current);
  const dimension = data.dimensions[place], own = result.dimensions[data.current];
  text(head.title, dimension?.title ?? "");
  if (own) {
    const worst = shown(own.worst, 4), values = { weight: dimension.weight, answered: own.answered, total: own.total };
    const index = [words.dimension_index, " ", el("b", {}, dimensionIndex(sheet, own))];
    if (own.answered < own.total) index.push(fill(words.bracketed, { text: fill(words.worst_number, { worst }) }));
    head.line.replaceChildren(fill(words.dimension_line, values), ...index);
  } else head.line.replaceChildren(words.not_applicable);
  const keys = words.keys.split("|");
  if (head.keys.dataset.text !== words.keys) {
    head.keys.dataset.text = words.keys;
    head.keys.replaceChildren(...keys.map((key) => el("span", {}, key)));
  }
  const before = data.dimensions[place - 1], after = data.dimensions[place + 1];
  show(foot.previous, Boolean(before));
  show(foot.next, Boolean(after));
  text(foot.previous, before ? fill(words.previous_dimension, { title: before.title }) : "");
  text(foot.next, after ? fill(words.next_dimension, { title: after.title }) : "");
  attr(sheet.rail.following, "disabled", !after);
}
