// One indicator is one card: title, question, for each axis its figures and its row of cells, veto questions, and the fold.

let cards = 0;

function buildCard(sheet, indicator, on) {
  const { words } = sheet;
  const uid = `card-${(cards += 1)}`;
  const card = { id: indicator.id, indicator, uid, rows: [], vetoes: [] };
  card.verdict = el("span", { class: "verdict" });
  card.issue = el("div", { class: "issues" });
  const head = el("header", { class: "card-head" },
    el("span", { class: "code" }, indicator.code ?? ""),
    el("h3", { id: `${uid}-title` }, indicator.title),
    el("span", { class: "weight" }, fill(indicator.applicable ? words.weight : words.weight_merged, { weight: indicator.weight })),
    card.verdict);
  card.node = el("section", { class: "card", "aria-labelledby": `${uid}-title`, "data-id": indicator.id }, head);
  if (!indicator.applicable) {
    attr(card.node, "data-state", "excluded");
    card.verdict.append(el("span", { class: "chip" }, words.not_applicable));
    card.node.append(excludedLine(sheet, indicator, on));
    return card;
  }
  const question = el("p", { class: "question", id: `${uid}-question` }, indicator.question);
  if (indicator.guidance) question.append(" ", el("span", { class: "guidance" }, indicator.guidance));
  card.node.append(question);
  if (indicator.stage_note) card.node.append(el("p", { class: "stage" }, indicator.stage_note));
  card.node.append(card.issue);
  card.origin = buildOrigin(sheet, card, on);
  for (const row of indicator.rows) {
    const built = buildRow(sheet, card, row, on);
    built.figures = buildFigures(sheet, card, row, on);
    built.override = built.figures && buildOverride(sheet, card, built, on);
    card.rows.push(built);
    card.node.append(...[built.figures?.node, built.node, built.override?.node].filter(Boolean));
  }
  if (card.origin) card.node.append(card.origin.node);
  for (const veto of indicator.vetoes ?? []) card.vetoes.push(buildVeto(sheet, card, veto, on));
  card.node.append(...card.vetoes.map((veto) => veto.node));
  card.fold = buildFold(sheet, card, on);
  card.node.append(card.fold.node);
  return card;
}

function excludedLine({ words }, indicator, on) {
  const fact = indicator.fact;
  const link = el("button", { type: "button", class: "link", click: () => on.go({ page: "project", fact: fact?.id ?? null }) }, words.change_fact);
  return el("p", { class: "question" }, fact ? fill(words.excluded_by, { fact: fact.title, answer: fact.answer_text }) : "", link);
}

function buildRow({ words }, card, row, on) {
  const name = `${card.uid}-${row.axis}`;
  const state = el("span", { class: "row-state" });
  const built = { axis: row.axis, card, state, inputs: new Map(), labels: new Map(), spoken: new Map() };
  const label = el("div", { class: "row-label" }, el("span", { class: "row-title", id: `${name}-title` }, row.title), state);
  const cells = el("div", { class: "cells", style: `--columns: var(--columns-${row.cells.length})` });
  for (const cell of row.cells) {
    const spoken = fill(words.cell, { level: cell.level, text: cell.text });
    const input = el("input", { type: "radio", name, value: cell.level, "aria-label": spoken, change: () => on.rate(card.id, row.axis, cell.level) });
    const anchor = el("span", { class: "anchor", "data-text": cell.text }, el("span", {}, cell.text));
    const node = el("label", { class: "cell" }, input, el("span", { class: "disc", "aria-hidden": "true" }, String(cell.level)), anchor);
    built.inputs.set(cell.level, input);
    built.labels.set(cell.level, node);
    built.spoken.set(cell.level, spoken);
    cells.append(node);
  }
  built.node = el("div", {
    class: "row", role: "radiogroup", "aria-labelledby": `${card.uid}-title ${name}-title`, "aria-describedby": `${card.uid}-question`,
    keydown: (event) => rowKey(event, built, on),
  }, label, cells);
  return built;
}

/** 1–9 choose that level (0 is level 10), Backspace and Delete clear; arrows, space and Tab are the browser's own. */
function rowKey(event, row, on) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Backspace" || event.key === "Delete") {
    event.preventDefault();
    on.rate(row.card.id, row.axis, null);
  } else if (/^\d$/.test(event.key)) {
    const level = Number(event.key) || 10, input = row.inputs.get(level);
    if (!input) return;
    event.preventDefault();
    if (on.rate(row.card.id, row.axis, level)) input.focus({ preventScroll: true });
  }
}

function buildVeto({ words }, card, veto, on) {
  const name = `${card.uid}-veto-${card.vetoes.length}`;
  const built = { id: veto.id, veto, card, inputs: new Map(), labels: new Map() };
  built.help = el("p", { class: "veto-help" }, fill(words.veto_help, { effect: veto.effect_text ?? "" }),
    veto.clearing ? fill(words.veto_help_clearing, { clearing: veto.clearing }) : "");
  built.fired = el("div", { class: "veto-fired" });
  const choice = (value, label) => {
    const input = el("input", { type: "radio", name, value: value ?? "unknown", change: () => on.veto(veto.id, value) });
    const word = el("span", {}, label);
    const node = el("label", { class: "choice", "data-value": value ?? "unknown" }, input, word);
    built.inputs.set(value, input);
    built.labels.set(value, word);
    return node;
  };
  const choices = el("div", {
    class: "choices", role: "radiogroup", "aria-labelledby": `${card.uid}-title ${name}-caption ${name}-question`, "aria-describedby": `${name}-help`,
    keydown: (event) => {
      if (event.key !== "Backspace" && event.key !== "Delete") return;
      event.preventDefault();
      on.veto(veto.id, null);
      built.inputs.get(null).focus({ preventScroll: true });
    },
  }, choice("yes", words.yes), choice("no", words.no), choice(null, words.unknown));
  attr(built.help, "id", `${name}-help`);
  built.node = el("div", { class: "veto" },
    el("div", { class: "veto-line" },
      el("span", { class: "veto-caption", id: `${name}-caption` }, words.veto_question),
      el("div", { class: "veto-text" }, el("p", { id: `${name}-question` }, veto.question), built.help),
      choices),
    built.fired);
  return built;
}

function paintCard(sheet, card, on) {
  const { indicator } = card;
  if (!indicator.applicable) return;
  const { words, answers, result } = sheet;
  const value = answers.value("rating", card.id), factor = result.factors[card.id] ?? null, levels = result.levels[card.id] ?? [];
  paintOrigin(sheet, card);
  card.rows.forEach((row, place) => {
    paintRow(words, row, levels[place] ?? null);
    if (!row.figures || !result.grades[card.id]) return;
    paintFigures(sheet, row.figures);
    paintGraded(sheet, card, row, on);
    paintOverride(sheet, row.override);
  });
  for (const veto of card.vetoes) paintVeto(sheet, veto, answers.value("veto", veto.id), on);
  const fired = card.vetoes.some((veto) => result.vetoes[veto.id] === "fired");
  attr(card.node, "data-state", fired ? "fired" : factor ? "answered" : "unrated");
  paintVerdict(sheet, card, levels, factor);
  paintFold(sheet, card, value);
  paintIssues(sheet, card, on);
}

function paintRow(words, row, level) {
  for (const [own, input] of row.inputs) {
    if (input.checked !== (own === level)) input.checked = own === level;
    attr(row.labels.get(own), "data-chosen", own === level);
  }
  text(row.state, level === null ? words.unrated : fill(words.level_number, { level }));
  attr(row.state, "data-missing", level === null);
}

function paintVerdict({ words, data }, card, levels, factor) {
  const key = JSON.stringify([levels, factor?.band]);
  if (card.verdictKey === key) return;
  card.verdictKey = key;
  if (!factor) {
    card.verdict.replaceChildren(el("span", { class: "chip missing dashed" }, words.counts_as_worst));
    return;
  }
  const ranks = Math.max(1, data.bands.length - 1);
  card.verdict.replaceChildren(
    el("span", { class: "levels" }, levels.length > 1 ? levels.join("×") : fill(words.level_number, { level: levels[0] })),
    el("b", { class: "degree" }, shown(factor.degree, 4)),
    el("span", { class: "chip band", "data-class": Math.round((factor.band * 4) / ranks) }, data.bands[factor.band].title));
}

function paintVeto({ words, first }, built, value, on) {
  for (const [own, input] of built.inputs) {
    if (input.checked !== (own === value)) input.checked = own === value;
    const chosen = own === value;
    attr(built.labels.get(own).parentElement, "data-chosen", chosen);
    const mark = own === "yes" ? "■ " : own === "no" ? "✓ " : "";
    text(built.labels.get(own), (chosen ? mark : "") + { yes: words.yes, no: words.no, null: words.unknown }[String(own)]);
  }
  show(built.help, value === null);
  if (built.shown === value) return;
  built.shown = value;
  // Spoken as an alert only when somebody answers yes here, not when the sheet opens.
  attr(built.fired, "role", value === "yes" && !first ? "alert" : null);
  if (value !== "yes") {
    built.fired.replaceChildren();
    return;
  }
  const { veto, card } = built;
  const link = el("button", { type: "button", class: "link", click: () => on.go({ page: "plan", indicator: card.id }) },
    fill(words.see_measures, { measures: (veto.cleared_by ?? []).join(words.comma) }));
  built.fired.replaceChildren(
    el("b", {}, fill(words.veto_fired, { effect: veto.effect_text ?? "" })), " ",
    veto.clearing ? fill(words.veto_clearing, { clearing: veto.clearing }) : "", " ", link);
}

/** Beside the card: what somebody else stored against what was wanted here, or why the server refused. */
function paintIssues(sheet, card, on) {
  const { ledger } = sheet;
  const slots = [slot("rating", card.id), ...card.vetoes.map((veto) => slot("veto", veto.id)), ...(card.origin?.ids ?? []).map((id) => slot("figure", id))];
  const own = slots.map((each) => ledger.issues.get(each)).filter(Boolean);
  const key = JSON.stringify(own);
  if (card.issueKey === key) return;
  card.issueKey = key;
  card.issue.replaceChildren(...own.map((issue) => issueBox(sheet, card, issue, on)));
}

function issueBox(sheet, card, issue, on) {
  const { words } = sheet;
  const conflict = issue.type === "conflict";
  const line = (name, value) => el("p", {}, el("b", {}, name), " ", summary(sheet, card, issue, value));
  const button = (label, kept, style) =>
    el("button", { type: "button", class: `button small ${style}`, click: () => on.decide(issue, kept) }, label);
  const happened = conflict
    ? fill(words.conflict, { who: issue.who ?? words.somebody, at: issue.at ?? "" })
    : fill(words.refused, { text: issue.text ?? "" });
  return el("div", { class: "issue", role: "alert" },
    el("p", {}, el("b", {}, happened)),
    conflict ? line(words.theirs, issue.stored) : null,
    line(words.mine, issue.yours),
    el("p", { class: "issue-buttons" },
      button(conflict ? words.keep_mine : words.try_again, true, "primary"),
      button(conflict ? words.take_theirs : words.give_up, false, "")));
}

function summary(sheet, card, issue, value) {
  const { words } = sheet;
  if (issue.kind === "figure") {
    const shown = said({ ...sheet, answers: { figures: { [issue.key]: value } } }, issue.key), beside = [value?.date, value?.source].filter(Boolean);
    return (value ? shown : `${shown} ${words.figure_missing}`) + (beside.length ? fill(words.bracketed, { text: beside.join(words.comma) }) : "");
  }
  if (issue.kind === "veto") return `${words.veto_question} ${{ yes: words.yes, no: words.no }[value] ?? words.unknown}`;
  const parts = card.indicator.rows.map((row) => {
    const level = value?.[row.axis] ?? null, cell = row.cells.find((each) => each.level === level);
    const reason = value?.overrides?.[row.axis], none = row.figures?.length ? words.by_figures : words.unrated;
    return `${row.title} ${level === null ? none : fill(words.cell, { level, text: cell?.text ?? "" })}${reason ? fill(words.bracketed, { text: reason }) : ""}`;
  });
  if (value?.note) parts.push(`${words.note} ${fill(words.quoted, { text: value.note })}`);
  if (value?.evidence.length) parts.push(`${words.evidence} ${fill(words.pieces, { n: value.evidence.length })}`);
  return parts.join(words.semicolon);
}
