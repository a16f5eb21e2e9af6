// What a person does: each action changes the ledger, sends what is unconfirmed, and shows the outcome at once.

let gestures = 0;

function actions(sheet) {
  const axes = () => sheet.data.coefficients.axes;
  const change = (kind, key, next, seen = sheet.answers.value(kind, key)) => {
    if (record(sheet.ledger, kind, key, canonical(kind, next, axes()), seen)) transmit(sheet);
    refresh(sheet);
  };
  const choose = (id, axis, level, reason) => {
    const rating = sheet.answers.value("rating", id);
    change("rating", id, yielding(sheet, id, { ...rating, [axis]: level, overrides: withReason(rating, axis, reason) }));
  };
  const on = {
    /** False where a reason must be given first: nothing is changed then. */
    rate(id, axis, level) {
      const row = sheet.cards.get(id).rows.find((each) => each.axis === axis), rating = sheet.answers.value("rating", id);
      const given = rating?.overrides?.[axis] && rating[axis] === level;
      if (given || !againstFigures(sheet, id, axis, level)) {
        if (row.override) closeOverride(row.override);
        if (!given) choose(id, axis, level, "");
        return true;
      }
      openOverride(sheet, row.override, level);
      refresh(sheet); // the cell that was clicked is not the one that counts
      return false;
    },
    override(form, reason) {
      const { row, level } = form;
      closeOverride(form);
      choose(row.card.id, row.axis, level, reason);
      row.inputs.get(level).focus({ preventScroll: true });
    },
    keep(form) {
      closeOverride(form);
      focusRow(form.row);
    },
    restore(id, axis) {
      choose(id, axis, null, "");
      focusRow(sheet.cards.get(id).rows.find((each) => each.axis === axis));
    },
    /** One gesture: [{id, next, seen}] of figures. */
    figures(changes) {
      gestures += 1;
      for (const { id, next, seen } of changes) record(sheet.ledger, "figure", id, canonical("figure", next, axes()), seen, true, gestures);
      const dated = changes.find(({ next, seen }) => next?.date && next.date !== seen?.date); // an old figure's day is not offered to new ones
      if (dated) sheet.lastDate = dated.next.date;
      transmit(sheet);
      refresh(sheet);
    },
    veto: (id, value) => change("veto", id, value),
    describe(id, { note, evidence }, painted) {
      const now = sheet.answers.value("rating", id);
      // If somebody else changed it while this was typed, `seen` says what the typist saw, and the server finds the conflict.
      change("rating", id, yielding(sheet, id, { ...now, note, evidence }), canonical("rating", { ...now, ...painted }, axes()));
    },
    undo() {
      saveDrafts(sheet);
      const { undo } = sheet.ledger, last = undo.at(-1);
      if (!last) return;
      do takeBack(sheet, undo.pop());
      while (last.gesture && undo.at(-1)?.gesture === last.gesture);
      transmit(sheet);
      refresh(sheet);
      reveal(sheet, last);
    },
    decide(issue, mine) {
      const { kind, key } = issue;
      closeIssue(sheet.ledger, kind, key);
      const wanted = kind === "rating" && issue.yours ? canonical(kind, yielding(sheet, key, issue.yours), axes()) : issue.yours;
      if (mine) record(sheet.ledger, kind, key, wanted, issue.stored) && transmit(sheet);
      refresh(sheet);
      const card = sheet.cards.get(indicatorOf(sheet, kind, key));
      if (card?.rows[0]) focusRow(card.rows[0]);
    },
    next: () => nextMissing(sheet),
    retry() {
      if (deaf(sheet)) {
        sheet.reloading = true; // what is unconfirmed lies in sessionStorage and goes out again after the reload
        location.reload();
      } else transmit(sheet);
    },
    go(where) {
      saveDrafts(sheet);
      if (where.dimension === sheet.data.current && !where.focus) toTop(sheet);
      else sheet.component.setTriggerValue("go", where);
    },
    step(by) {
      const { dimensions, current } = sheet.data;
      const next = dimensions[dimensions.findIndex((each) => each.id === current) + by];
      if (next) on.go({ dimension: next.id, focus: null });
    },
  };
  return on;
}

function focusRow({ node }) {
  (node.querySelector("input:checked") ?? node.querySelector("input")).focus({ preventScroll: true });
}

function takeBack(sheet, step) {
  const { axes } = sheet.data.coefficients, current = sheet.answers.value(step.kind, step.key);
  const before = inverse(step, current, axes);
  const next = step.kind === "rating" && before ? canonical("rating", yielding(sheet, step.key, before), axes) : before;
  record(sheet.ledger, step.kind, step.key, next, current, false);
}
