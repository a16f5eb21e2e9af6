// 数据日期、数据来源: one line under the rows of a card, for every figure entered on it. A figure that has its own keeps it.

function buildOrigin(sheet, card, on) {
  const { words } = sheet, { uid } = card;
  const ids = [...new Set(card.indicator.rows.flatMap((row) => row.figures ?? []))].filter((id) => !sheet.data.sheet.figures[id].project);
  if (!ids.length) return null;
  const origin = { ids, draft: { date: "", source: "" }, shown: { date: "", source: "" }, dirty: new Set() };
  const field = (name, attributes) => {
    const input = el("input", { ...attributes, id: `${uid}-${name}`, "data-field": name, "aria-describedby": `${uid}-origin`,
      input: () => origin.dirty.add(name), change: () => saveOrigin(sheet, card, name, on) });
    return el("label", { class: "origin-field", for: `${uid}-${name}` }, el("span", {}, words[`figure_${name}`]), (origin[name] = input));
  };
  origin.known = el("datalist", { id: `${uid}-known` });
  origin.hint = el("span", { class: "origin-hint", id: `${uid}-origin` });
  origin.node = el("div", { class: "origin" }, field("date", { type: "date" }),
    field("source", { type: "text", maxlength: 200, list: `${uid}-known`, placeholder: words.figure_source_example }), origin.known, origin.hint);
  return origin;
}

/** Every figure of the card that had what the line showed follows it: one gesture, one step of undo. */
function saveOrigin(sheet, card, name, on) {
  const { origin } = card;
  if (!origin.dirty.delete(name)) return;
  const value = origin[name].value.trim();
  const following = entered(sheet, origin).filter(({ seen }) => seen[name] === origin.shown[name] || !seen[name]);
  if (name === "date" && value) sheet.lastDate = value;
  origin.draft[name] = value;
  if (following.length) on.figures(following.map(({ id, seen }) => ({ id, next: { ...seen, [name]: value }, seen })));
  else for (const each of sheet.cards.values()) paintOrigin(sheet, each);
}

function entered(sheet, origin) {
  return origin.ids.map((id) => ({ id, seen: sheet.answers.value("figure", id) })).filter(({ seen }) => seen);
}

/** The date last used on this sheet, else the day of the assessment, until a figure says otherwise. */
function paintOrigin(sheet, card) {
  const { origin } = card;
  if (!origin) return;
  const { words, data } = sheet, there = entered(sheet, origin);
  const common = (name) => there.find(({ seen }) => seen[name])?.seen[name] ?? "";
  origin.shown = {
    date: there.length ? common("date") : origin.draft.date || sheet.lastDate || data.project.date || "",
    source: there.length ? common("source") : origin.draft.source,
  };
  for (const name of ["date", "source"]) {
    if (!origin.dirty.has(name) && origin[name].value !== origin.shown[name]) origin[name].value = origin.shown[name];
  }
  const lacking = there.some(({ seen }) => !seen.source);
  attr(origin.node, "data-wanted", lacking);
  text(origin.hint, lacking ? words.figure_source_wanted : "");
  const known = [...new Set(Object.values(sheet.answers.figures).map((seen) => seen?.source).filter(Boolean))].slice(0, 20);
  const key = JSON.stringify(known);
  if (origin.key === key) return;
  origin.key = key;
  origin.known.replaceChildren(...known.map((value) => el("option", { value })));
}
