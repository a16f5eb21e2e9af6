// 改级: another level than the figures give needs a reason, asked for in place before anything is saved.

/** Whether that level goes against the figures: another one than they give, or a safer one than those entered give. */
function againstFigures(sheet, id, axis, level) {
  const found = sheet.result.grades[id]?.[axis];
  if (level === null || !found || found.at_least === null) return false;
  const { order } = gradedAxis(sheet, id, axis);
  return found.level !== null ? level !== found.level : order.indexOf(level) < order.indexOf(found.at_least);
}

function gradedAxis({ data }, id, axis) {
  return data.coefficients.indicators.find((each) => each.id === id).graded[axis];
}

/** A rating as it is sent: on axes without a reason the figures' level is not repeated, and nothing safer is kept. */
function yielding(sheet, id, rating) {
  const value = { ...rating };
  for (const [axis, found] of Object.entries(sheet.result.grades[id] ?? {})) {
    if (found.at_least === null || (value.overrides?.[axis] && (value[axis] ?? null) !== null)) continue;
    value[axis] = found.level !== null ? null : levelThatCounts(gradedAxis(sheet, id, axis), axis, value, found);
  }
  return value;
}

function withReason(rating, axis, reason) {
  const { [axis]: _old, ...others } = rating?.overrides ?? {};
  return reason ? { ...others, [axis]: reason } : others;
}

function buildOverride({ words }, card, row, on) {
  const uid = `${card.uid}-${row.axis}-reason`;
  const form = { row, level: null };
  form.title = el("label", { class: "field", for: uid });
  form.input = el("input", { id: uid, type: "text", maxlength: 500, autocomplete: "off", "aria-describedby": `${uid}-warning`, placeholder: words.override_example,
    keydown: (event) => {
      if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
      event.preventDefault();
      if (event.key === "Enter") confirm();
      else on.keep(form);
    } });
  form.warning = el("p", { class: "warning", role: "alert", id: `${uid}-warning`, hidden: true }, words.override_reason_first);
  const confirm = () => {
    const reason = form.input.value.trim();
    show(form.warning, !reason);
    attr(form.input, "aria-invalid", reason ? null : "true");
    if (reason) on.override(form, reason);
    else form.input.focus();
  };
  form.node = el("div", { class: "override", hidden: true }, form.title, form.input,
    el("button", { type: "button", class: "button small primary", click: confirm }, words.confirm),
    el("button", { type: "button", class: "button small", click: () => on.keep(form) }, words.cancel), form.warning);
  return form;
}

function openOverride(sheet, form, level) {
  const { words } = sheet, { row } = form, id = row.card.id;
  const found = sheet.result.grades[id][row.axis];
  form.level = level;
  text(form.title, fill(found.level === null ? words.override_below : words.override_asked, { by: found.at_least, level }));
  form.input.value = sheet.answers.value("rating", id)?.overrides?.[row.axis] ?? "";
  show(form.warning, false);
  attr(form.input, "aria-invalid", null);
  show(form.node, true);
  paintOverride(sheet, form);
  form.input.focus({ preventScroll: true });
  if (form.node.getBoundingClientRect().bottom > window.innerHeight) form.node.scrollIntoView({ block: "center" });
}

function closeOverride(form) {
  form.level = null;
  show(form.node, false);
  for (const node of form.row.labels.values()) attr(node, "data-wanted", null);
}

/** Open as long as the level asked for still goes against the figures. */
function paintOverride(sheet, form) {
  if (form.level === null) return;
  if (!againstFigures(sheet, form.row.card.id, form.row.axis, form.level)) closeOverride(form);
  for (const [level, node] of form.row.labels) attr(node, "data-wanted", level === form.level);
}

/** Which figure gave the level, what is still missing, or what was chosen instead and why. */
function paintGraded(sheet, card, row, on) {
  const { words } = sheet, { axis, figures } = row;
  const found = sheet.result.grades[card.id][axis], rating = sheet.answers.value("rating", card.id);
  const chosen = rating?.[axis] ?? null, reason = chosen === null ? "" : (rating.overrides?.[axis] ?? "");
  const against = reason && chosen !== found.level;
  for (const [level, node] of row.labels) {
    const tag = against && level === chosen ? words.overridden : against && level === found.level ? words.by_figures : null;
    attr(node, "data-tag", tag);
    attr(row.inputs.get(level), "aria-label", row.spoken.get(level) + (tag ? words.comma + tag : ""));
  }
  const listed = (ids) => ids.map((id) => said(sheet, id)).join(words.comma);
  const missing = found.missing.map((id) => sheet.data.sheet.figures[id].short).join(words.comma);
  const key = JSON.stringify([found, chosen, reason, listed(found.by), missing]);
  if (figures.key === key) return;
  figures.key = key;
  attr(figures.line, "data-kind", reason ? "override" : found.level !== null ? "settled" : "open");
  if (reason) {
    const sentence = found.level === null ? words.overridden_alone : against ? words.overridden_from : words.overridden_alike;
    figures.line.replaceChildren(el("b", { class: "chip missing" }, words.overridden), " ",
      fill(sentence, { by: found.level, level: chosen, reason }), " ",
      el("button", { type: "button", class: "link", click: () => on.restore(card.id, axis) }, words.restore_figures));
  } else if (found.level !== null) figures.line.replaceChildren(fill(words.graded, { figures: listed(found.by), level: found.level }));
  else if (found.at_least !== null) {
    figures.line.replaceChildren(fill(words.graded_at_least, { figures: listed(found.by), level: found.at_least }), words.semicolon,
      el("b", { class: "missing" }, fill(words.figures_missing, { figures: missing })));
  } else figures.line.replaceChildren(chosen === null ? words.figures_first : fill(words.chosen_by_hand, { n: found.missing.length }));
}
