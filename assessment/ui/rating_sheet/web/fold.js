// 备注·佐证·依据: folded under each card. Notes and references are drafts until the box is left or typing rests a second.

function buildFold(sheet, card, on) {
  const { words } = sheet;
  const { indicator, uid } = card;
  const fold = { summaryNote: el("span"), summaryEvidence: el("span"), rows: [], timer: null, dirty: false };
  const save = () => saveDraft(fold, card, on);
  const later = () => {
    fold.dirty = true;
    clearTimeout(fold.timer);
    fold.timer = setTimeout(save, 1000);
  };
  fold.save = save;
  fold.note = el("textarea", { id: `${uid}-note`, rows: 2, maxlength: 2000, input: later, "aria-describedby": `${uid}-hint` });
  fold.list = el("div", { class: "evidence-list" });
  fold.add = () => {
    const row = evidenceRow(sheet, fold, { title: "", number: "", date: "", kept_at: "" }, later);
    row.inputs[0].focus();
  };
  const wanted = indicator.evidence_wanted ?? [], sources = indicator.sources ?? [];
  fold.node = el("details", { class: "fold" },
    el("summary", {}, fold.summaryNote, dot(), fold.summaryEvidence, dot(), el("span", {}, words.sources)),
    el("div", { class: "fold-body", focusout: (event) => fold.dirty && leaves(event) && save() },
      el("p", { class: "hint", id: `${uid}-hint` }, words.evidence_hint),
      el("label", { class: "field", for: `${uid}-note` }, words.note),
      fold.note,
      el("p", { class: "field" }, words.evidence,
        wanted.length ? el("span", { class: "wanted" }, fill(words.evidence_wanted, { list: wanted.join(words.semicolon) })) : null),
      fold.list,
      el("button", { type: "button", class: "button small add", click: fold.add }, words.add_evidence),
      sources.length ? el("p", { class: "field" }, words.sources) : null,
      sources.length ? el("ul", { class: "sources" }, ...sources.map(sourceLine)) : null));
  fold.later = later;
  return fold;
}

function dot() {
  return el("span", { "aria-hidden": "true" }, "·");
}

/** Leaving one box for another saves; a row's own delete button saves by itself. */
function leaves(event) {
  return event.target.matches("textarea, input");
}

function sourceLine(source) {
  const mark = source.status === "confirmed" ? null : el("span", { class: "chip tiny", "data-status": source.status }, source.status_text);
  return el("li", {}, source.text, mark ? " " : null, mark);
}

function evidenceRow({ words }, fold, item, later) {
  const field = (name) => {
    const dated = name === "date" && (!item.date || /^\d{4}-\d\d-\d\d$/.test(item.date));
    const label = words[`evidence_${name}`], type = dated ? "date" : "text";
    const input = el("input", { type, "data-field": name, maxlength: dated ? null : 200, "aria-label": label, placeholder: label, input: later });
    input.value = item[name];
    return input;
  };
  const row = { inputs: ["title", "number", "date", "kept_at"].map(field) };
  const remove = el("button", { type: "button", class: "link remove", click: () => {
    fold.rows = fold.rows.filter((each) => each !== row);
    row.node.remove();
    fold.node.querySelector(".add").focus();
    fold.dirty = true;
    fold.save();
  } }, words.remove);
  row.warning = el("p", { class: "warning", role: "alert", hidden: true }, words.title_first);
  row.node = el("div", { class: "evidence" }, ...row.inputs, remove, row.warning);
  fold.rows.push(row);
  fold.list.append(row.node);
  return row;
}

/** A row counts once it names its document; until then it stays as it is on the page. */
function draftOf(fold) {
  const evidence = fold.rows.map((row) => Object.fromEntries(row.inputs.map((input) => [input.dataset.field, input.value.trim()])));
  return { note: fold.note.value.trim(), evidence: evidence.filter((item) => item.title) };
}

/** Said beside a row that has something but no name yet. */
function checkTitles(fold) {
  for (const row of fold.rows) {
    const [title, ...rest] = row.inputs, lacking = !title.value.trim() && rest.some((input) => input.value.trim());
    attr(title, "aria-invalid", lacking ? "true" : null);
    show(row.warning, lacking);
  }
}

function saveDraft(fold, card, on) {
  clearTimeout(fold.timer);
  if (!fold.dirty) return;
  fold.dirty = false;
  checkTitles(fold);
  on.describe(card.id, draftOf(fold), fold.painted);
}

/** What is being typed is never overwritten; once saved it equals what the server has. */
function paintFold(sheet, card, value) {
  const { words } = sheet, { fold } = card;
  const note = value?.note ?? "", evidence = value?.evidence ?? [];
  const pieces = evidence.length ? fill(words.pieces, { n: evidence.length }) : "";
  const key = JSON.stringify([note, pieces]);
  if (fold.summaryKey !== key) {
    fold.summaryKey = key;
    fold.summaryNote.replaceChildren(note ? el("b", {}, words.note) : words.note, note ? ` ${note}` : "");
    fold.summaryEvidence.replaceChildren(pieces ? el("b", {}, words.evidence) : words.evidence, pieces ? ` ${pieces}` : "");
    attr(fold.summaryNote, "class", note ? "brief" : null);
  }
  if (fold.dirty) return;
  fold.painted = { note, evidence }; // what the typist saw
  const draft = draftOf(fold);
  if (draft.note !== note) fold.note.value = note;
  if (same(draft.evidence, evidence)) return;
  fold.rows = [];
  fold.list.replaceChildren();
  for (const item of evidence) evidenceRow(sheet, fold, item, fold.later);
}
