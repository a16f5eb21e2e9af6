// 数据: above the cells of an axis that is graded by figures, one box a figure, and what they say of the level.

function buildFigures(sheet, card, row, on) {
  if (!row.figures?.length) return null;
  const built = { axis: row.axis, card, line: el("p", { class: "graded", "aria-live": "polite" }) };
  built.boxes = row.figures.map((id, place) => buildBox(sheet, card, id, `${card.uid}-${row.axis}-${place}`, on));
  const name = el("span", { class: "boxes-title", "aria-hidden": "true" }, sheet.words.figures);
  built.node = el("div", { class: "boxes", role: "group", "aria-label": `${row.title} ${sheet.words.figures}` }, name,
    el("div", { class: "boxes-body" }, ...built.boxes.map((box) => box.node), built.line));
  return built;
}

function buildBox(sheet, card, id, uid, on) {
  const { words } = sheet, figure = sheet.data.sheet.figures[id];
  const box = { id, uid, figure, card, dirty: false, painted: null };
  const title = figure.flag || figure.project ? el("span", { class: "box-title", id: `${uid}-title` }, figure.title)
    : el("label", { class: "box-title", for: uid }, figure.title);
  if (figure.guidance) attr(title, "title", figure.guidance);
  if (figure.codes.length) {
    title.append(" ", el("span", { class: "chip tiny", title: fill(words.figure_shared_with, { codes: figure.codes.join(words.comma) }) },
      fill(words.figure_shared, { codes: figure.codes.join(words.comma) })));
  }
  box.own = el("span", { class: "box-own" });
  box.warning = el("p", { class: "warning", role: "alert", id: `${uid}-warning`, hidden: true });
  const entry = figure.project ? projectValue(box, words, on) : figure.flag ? flagChoices(box, sheet, on) : numberInput(box, sheet, on);
  box.node = el("div", { class: "box", "data-figure": id }, title, entry, box.own, box.warning);
  return box;
}

/** Entered with the project, changed there. */
function projectValue(box, words, on) {
  box.value = el("b");
  return el("span", { class: "box-fixed" }, box.value,
    el("button", { type: "button", class: "link", click: () => on.go({ page: "project" }) }, words.figure_of_project));
}

function numberInput(box, sheet, on) {
  const { uid, figure } = box;
  box.input = el("input", {
    id: uid, type: "text", inputmode: figure.whole ? "numeric" : "decimal", autocomplete: "off", maxlength: 40,
    "aria-describedby": `${uid}-unit ${uid}-warning`,
    input: () => {
      box.dirty = true;
      refuse(box, "");
    },
    change: () => saveBox(sheet, box, on),
    keydown: (event) => boxKey(event, sheet, box, on),
  });
  return el("span", { class: "box-entry" }, box.input, el("span", { class: "unit", id: `${uid}-unit` }, figure.unit));
}

/** Enter saves and stays; Escape puts back what was there; once saved, Ctrl+Z is the sheet's own. */
function boxKey(event, sheet, box, on) {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    saveBox(sheet, box, on);
  } else if (event.key === "Escape" && box.dirty) {
    box.dirty = false;
    refuse(box, "");
    paintBox(sheet, box);
  } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !box.dirty) {
    event.preventDefault();
    on.undo();
  }
}

/** Yes, no; choosing the same again, Backspace or Delete takes the answer away. */
function flagChoices(box, sheet, on) {
  const { uid } = box;
  box.inputs = new Map();
  const give = (value) => on.figures([{ id: box.id, next: value && withOrigin(box, value), seen: box.painted }]);
  const choice = (value, word) => {
    const input = el("input", { type: "radio", name: uid, value, change: () => give(value), 
      // later: while the click is under way the browser would set it again
      click: () => box.painted?.value === value && setTimeout(() => give(null)) });
    box.inputs.set(value, input);
    return el("label", { class: "choice", "data-value": `figure-${value}` }, input, el("span", {}, word));
  };
  return el("div", {
    class: "choices", role: "radiogroup", "aria-labelledby": `${uid}-title`,
    keydown: (event) => {
      if (event.key !== "Backspace" && event.key !== "Delete") return;
      event.preventDefault();
      give(null);
    },
  }, choice("yes", sheet.words.yes), choice("no", sheet.words.no));
}

function refuse(box, sentence) {
  text(box.warning, sentence);
  show(box.warning, Boolean(sentence));
  attr(box.input, "aria-invalid", sentence ? "true" : null);
}

/** What cannot be read, or is out of range, is said and stays in the box; nothing is saved then. */
function saveBox(sheet, box, on) {
  if (!box.dirty) return;
  const typed = box.input.value.trim(), { figure } = box;
  const value = typed && readNumber(typed, figure.unit);
  if (typed && (value === null || !allows(figure, value))) {
    refuse(box, fill(sheet.words.figure_refused, { typed, right: figure.kind }));
    return;
  }
  box.dirty = false;
  refuse(box, "");
  on.figures([{ id: box.id, next: typed ? withOrigin(box, value) : null, seen: box.painted }]);
  paintBox(sheet, box);
}

/** A figure keeps its own date and source; a new one gets the card's. */
function withOrigin({ painted, card: { origin } }, value) {
  return { value, date: painted?.date || origin.shown.date, source: painted?.source || origin.shown.source };
}

function paintFigures(sheet, built) {
  for (const box of built.boxes) paintBox(sheet, box);
}

function paintBox(sheet, box) {
  const { words, answers } = sheet, { figure, id } = box;
  if (figure.project) {
    const value = answers.project_figures[id];
    text(box.value, value === undefined ? words.figure_missing : `${value} ${figure.unit}`);
    return;
  }
  const seen = answers.value("figure", id), { shown: common } = box.card.origin;
  const own = seen ? [seen.date !== common.date && seen.date, seen.source !== common.source && seen.source].filter(Boolean) : [];
  text(box.own, own.join(" · "));
  if (figure.flag) {
    box.painted = seen;
    for (const [value, input] of box.inputs) {
      const chosen = seen?.value === value;
      if (input.checked !== chosen) input.checked = chosen;
      attr(input.parentElement, "data-chosen", chosen);
    }
  } else if (!box.dirty) {
    box.painted = seen; // what the typist saw
    const value = seen?.value ?? "";
    if (box.input.value !== value) box.input.value = value;
  }
}

/** «同意率 92%» */
function said({ words, data, answers }, id) {
  const figure = data.sheet.figures[id], value = observed(answers)[id];
  if (value === undefined) return figure.short;
  if (figure.flag) return fill(words.figure_answer, { title: figure.short, value: { yes: words.yes, no: words.no }[value] });
  return fill(words.figure_value, { title: figure.short, value: figure.unit === "%" ? `${value}%` : `${value} ${figure.unit}`.trim() });
}
