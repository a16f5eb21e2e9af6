// The bar that stays in view: index, level, worst and best, the interval, what is missing, what is saved.

function buildBar(sheet, on) {
  const bar = {
    name: el("h1", { class: "name" }),
    demo: el("span", { class: "chip dashed" }),
    subtitle: el("span", { class: "subtitle" }),
    saved: el("span", { class: "saved", role: "status" }),
    retry: el("button", { type: "button", class: "link retry", click: on.retry }),
    undo: el("button", { type: "button", class: "button small undo", click: on.undo, "aria-keyshortcuts": "Control+Z" }),
    next: el("button", { type: "button", class: "button primary next", click: on.next, "aria-keyshortcuts": "n" }),
    nextLine: el("span"),
    nextCount: el("small", { class: "narrow-only" }),
    index: figure("index"),
    level: figure("level"),
    range: figure("range"),
    interval: svg("svg", { class: "interval", role: "img", width: 232, height: 48, viewBox: "0 0 232 48" }),
    answered: figure("answered"),
    meter: el("span", { class: "meter", "aria-hidden": "true" }, el("span")),
    vetoes: figure("vetoes"),
    fault: el("p", { class: "fault", role: "alert" }),
    spoken: el("p", { class: "spoken", role: "status", "aria-live": "polite" }),
  };
  bar.next.append(bar.nextLine, bar.nextCount);
  bar.answered.value.remove();
  bar.answered.box.append(bar.meter);
  bar.node = el("header", { class: "bar" },
    el("div", { class: "bar-top" }, bar.name, bar.demo, bar.subtitle, el("span", { class: "grow" }),
      el("span", { class: "saving" }, bar.saved, bar.retry), bar.undo, bar.next),
    bar.fault,
    el("div", { class: "figures" }, bar.index.box, bar.level.box, bar.range.box, bar.interval, bar.answered.box, bar.vetoes.box),
    bar.spoken);
  sheet.bar = bar;
  return bar.node;
}

function figure(name) {
  const caption = el("span", { class: "caption" }), value = el("span", { class: "value" });
  return { caption, value, box: el("div", { class: `figure ${name}` }, caption, value) };
}

function paintBar(sheet) {
  const { bar, words, data, result, figures } = sheet;
  const { project } = data;
  text(bar.name, project.name);
  text(bar.demo, words.illustrative);
  show(bar.demo, Boolean(project.illustrative));
  text(bar.subtitle, project.subtitle ?? "");
  for (const undo of [bar.undo, sheet.rail.undo]) {
    text(undo, words.undo);
    attr(undo, "disabled", !sheet.ledger.undo.length);
  }

  const missing = missingCards(sheet).length;
  const unrated = result.total - result.answered;
  const nextWord = unrated ? words.next_unrated : words.next_unanswered;
  text(bar.nextLine, missing ? (sheet.narrow ? nextWord : fill(words.counted, { text: nextWord, n: missing })) : words.all_answered);
  text(bar.nextCount, fill(words.answered_of, { answered: result.answered, total: result.total }));
  attr(bar.next, "disabled", !missing);

  const weighted = data.coefficients.index === "weighted";
  text(bar.index.caption, words.index_answered);
  text(bar.index.value, weighted ? (figures.index ?? words.none) : words.no_index);
  text(bar.range.caption, words.worst_best);
  show(bar.range.box, weighted);
  bar.range.value.replaceChildren(el("b", {}, figures.worst ?? words.none), ` / ${figures.best ?? words.none}`);
  paintLevel(sheet);
  paintInterval(sheet, weighted);

  bar.answered.caption.replaceChildren(fill(words.answered_of, { answered: result.answered, total: result.total }));
  if (unrated) bar.answered.caption.append(" ", el("b", { class: "missing" }, fill(words.lacking, { n: unrated })));
  bar.meter.firstChild.style.width = `${shown({ n: BigInt(result.answered) * 100n, d: BigInt(Math.max(1, result.total)) }, 1)}%`;

  const states = Object.values(result.vetoes);
  const fired = states.filter((state) => state === "fired").length, unknown = states.filter((state) => state === "unknown").length;
  text(bar.vetoes.caption, words.veto_questions);
  show(bar.vetoes.box, states.length > 0);
  bar.vetoes.value.replaceChildren(
    el("b", { class: fired ? "alarm" : null }, fill(words.fired, { n: fired })), " · ",
    el("b", { class: unknown ? "missing" : null }, fill(words.unanswered, { n: unknown })));
  speak(sheet, spokenIndex(sheet));
}

/** A level is said plainly only when best and worst case agree; until then both are shown, and what is missing. */
function paintLevel(sheet) {
  const { bar, words, result } = sheet;
  const caption = [words.level];
  let value;
  if (result.determined) {
    caption.push(" · ", decidedBy(sheet));
    value = [levelChip(sheet, result.level, "solid")];
    if (firedHold(sheet)) value.push(el("b", { class: "alarm" }, words.on_hold));
    else if (result.provisional) value.push(el("span", { class: "aside" }, words.settled_anyway));
  } else if (sheet.narrow) {
    caption.splice(0, 1, el("b", { class: "missing" }, words.undetermined), ` ${words.best_worst}`);
    value = [levelChip(sheet, result.best_level, "open"), levelChip(sheet, result.worst_level, "open")];
  } else {
    caption.push(" ", el("b", { class: "missing" }, words.undetermined), fill(words.bracketed, { text: lacking(sheet) }));
    value = [el("span", { class: "aside" }, words.best), levelChip(sheet, result.best_level, "open"),
      el("span", { class: "aside" }, words.worst), levelChip(sheet, result.worst_level, "open")];
  }
  bar.level.caption.replaceChildren(...caption);
  bar.level.value.replaceChildren(...value);
}

function levelChip(sheet, rank, kind) {
  const level = sheet.data.levels[rank];
  return el("span", { class: `grade ${kind}`, "data-tone": level.tone }, el("span", { "aria-hidden": "true" }, level.glyph), ` ${level.title}`);
}

/** The rule that gave the level; of several vetoes one that was answered yes, not one that is only counted so. */
function decidedBy({ words, result, data }) {
  let by = result.decided_by;
  if (result.vetoes[by] === "unknown") {
    const fired = data.coefficients.vetoes.find((veto) => veto.level === result.level && result.vetoes[veto.id] === "fired");
    by = fired?.id ?? by;
  }
  if (by === null) return words.decided_by_none;
  if (by === "index") return words.decided_by_index;
  const veto = data.coefficients.vetoes.find((each) => each.id === by);
  return veto ? fill(words.decided_by_veto, { code: codeOf(data, veto.indicator) || by }) : words.decided_by_escalation;
}

function firedHold({ data, result }) {
  return data.coefficients.vetoes.some((veto) => veto.hold && result.vetoes[veto.id] === "fired");
}

/** "缺 3 项，LA3 否决未答": what keeps the level from being settled. */
function lacking({ words, result, data }) {
  const unrated = result.total - result.answered;
  const open = data.coefficients.vetoes.filter((veto) => result.vetoes[veto.id] === "unknown");
  const code = open.length === 1 ? codeOf(data, open[0].indicator) : "";
  const parts = [];
  if (unrated) parts.push(fill(words.lacking, { n: unrated }));
  if (open.length) parts.push(code ? fill(words.veto_open, { code }) : fill(words.vetoes_open, { n: open.length }));
  return parts.join(words.comma);
}

function codeOf(data, indicator) {
  const here = data.sheet.indicators.find((each) => each.id === indicator);
  return here?.code ?? data.coefficients.indicators.find((each) => each.id === indicator)?.code ?? "";
}

/** The index on the scale 0–1 with the edges of the levels: range from best to worst, tick at the index. */
function paintInterval(sheet, weighted) {
  const { bar, words, data, result, figures } = sheet;
  showSvg(bar.interval, weighted);
  if (!weighted) return;
  const left = 4, width = 224, at = (value) => left + width * value;
  const number = (fraction) => Number(shown(fraction, 6));
  const edges = data.coefficients.levels.map((level) => ({ n: level.edge[0], d: level.edge[1] }));
  const parts = [];
  let from = 0;
  edges.forEach((edge, rank) => {
    const level = data.levels[rank], to = number(edge), roomy = width * (to - from) > 46;
    parts.push(svg("rect", { class: "band", "data-tone": level.tone, x: at(from), y: 18, width: width * (to - from), height: 10 }));
    const label = svg("text", { class: "band-name", "data-tone": level.tone, x: at((from + to) / 2), y: 11 });
    label.textContent = roomy ? `${level.glyph} ${level.title}` : level.glyph;
    parts.push(label);
    from = to;
  });
  [{ n: "0", d: "1" }, ...edges].forEach((edge, place) => {
    const last = place === edges.length;
    const mark = svg("text", { class: "edge", x: at(number(edge)), y: 46, "text-anchor": place === 0 ? "start" : last ? "end" : "middle" });
    mark.textContent = plain(edge);
    parts.push(mark);
  });
  const best = number(result.best_index), worst = number(result.worst_index);
  parts.push(svg("rect", { class: "range", x: at(best) - 1, y: 15, width: Math.max(2, width * (worst - best) + 2), height: 16, rx: 2 }));
  if (result.index) parts.push(svg("rect", { class: "tick", x: at(number(result.index)) - 1.5, y: 13, width: 3, height: 20 }));
  bar.interval.replaceChildren(...parts);
  const edgeList = edges.slice(0, -1).map(plain).join(words.comma);
  attr(bar.interval, "aria-label", fill(words.interval, { index: figures.index ?? words.none, worst: figures.worst, best: figures.best, edges: edgeList }));
}

function plain(edge) {
  return shown(edge, 4).replace(/\.?0+$/, "") || "0";
}

function showSvg(node, visible) {
  attr(node, "hidden", !visible); // an SVG element has no .hidden
}

/** Saved, saving, not saved, to be decided: said when it lasts, so that quick answers do not flicker. */
function paintSaved(sheet) {
  const { bar, words, ledger, data } = sheet;
  const waiting = new Set(ledger.pending.map((change) => slot(change.kind, change.key))).size;
  const age = Math.max(0, ...ledger.pending.map((change) => Date.now() - (ledger.since.get(change.request) ?? Date.now())));
  const was = bar.saved.dataset.state, fault = data.server.fault ?? "";
  let state = "saved";
  if (waiting && (fault || age >= UNSAVED_AFTER || was === "unsaved")) state = "unsaved";
  else if (waiting && (age >= 300 || was === "saving")) state = "saving";
  else if (!waiting && ledger.issues.size) state = "undecided";
  attr(bar.saved, "data-state", state);
  attr(bar.saved.parentElement, "data-state", state);
  const at = data.server.saved_at;
  if (state === "saved") text(bar.saved, at ? fill(sheet.narrow ? words.saved_short : words.saved, { at }) : "");
  else if (state === "saving") text(bar.saved, words.saving);
  else if (state === "undecided") text(bar.saved, fill(words.undecided, { n: ledger.issues.size }));
  else text(bar.saved, fill(sheet.narrow ? words.unsaved_short : fault ? words.unsaved_fault : words.unsaved, { n: waiting }));
  text(bar.fault, fault);
  show(bar.fault, Boolean(fault));
  text(bar.retry, deaf(sheet) ? words.reload : words.retry);
  show(bar.retry, state === "unsaved" || Boolean(fault));
}

function spokenIndex({ words, figures, result, data }) {
  const name = (rank) => data.levels[rank].title;
  const level = result.determined
    ? fill(words.spoken_level, { level: name(result.level) })
    : fill(words.spoken_open, { best: name(result.best_level), worst: name(result.worst_level) });
  return figures.index === null ? level : fill(words.spoken_index, { index: figures.index, level });
}

/** At most one sentence a second, the last one; nothing on first sight. */
function speak(sheet, sentence) {
  if (sheet.sentence === undefined) sheet.sentence = sentence;
  if (sheet.sentence === sentence) return;
  sheet.sentence = sentence;
  sheet.speaking ??= setTimeout(() => {
    sheet.speaking = null;
    text(sheet.bar.spoken, sheet.sentence);
  }, 1000);
}
