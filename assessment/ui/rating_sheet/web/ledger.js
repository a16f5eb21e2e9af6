// What this page has changed and the server has not confirmed yet; what it may undo; what two people disagree on.
// No DOM. One ledger a project, kept for the life of the tab (and, unconfirmed changes, over a reload: sessionStorage).

const PAGE = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const LEDGERS = new Map();
let serial = 0;

function ledgerOf(project) {
  if (!LEDGERS.has(project)) {
    const kept = recall(project);
    const now = Date.now();
    LEDGERS.set(project, {
      project,
      pending: kept.pending, // [{request, project, kind, key, new, seen}], oldest first
      since: new Map(kept.pending.map((change) => [change.request, now])),
      issues: new Map(kept.issues.map((issue) => [slot(issue.kind, issue.key), issue])), // conflicts and refusals, till somebody decides
      settled: new Set(kept.settled), // requests whose conflict or refusal was decided here
      undo: [],
    });
  }
  return LEDGERS.get(project);
}

function slot(kind, key) {
  return `${kind}:${key}`;
}

/** The one form in which values are compared and sent: every axis, note and evidence present, `overrides` where there are
 *  some; nothing at all is null. */
function canonical(kind, value, axes) {
  if (kind === "veto") return value === "yes" || value === "no" ? value : null;
  if (!value) return null;
  if (kind === "figure") return { value: String(value.value), date: value.date ?? "", source: value.source ?? "" };
  const whole = Object.fromEntries(axes.map((axis) => [axis, value[axis] ?? null]));
  whole.note = value.note ?? "";
  whole.evidence = (value.evidence ?? []).map((item) => ({
    title: item.title ?? "",
    number: item.number ?? "",
    date: item.date ?? "",
    kept_at: item.kept_at ?? "",
  }));
  const reasons = axes.filter((axis) => value.overrides?.[axis]).map((axis) => [axis, value.overrides[axis]]);
  if (reasons.length) whole.overrides = Object.fromEntries(reasons);
  const nothing = axes.every((axis) => whole[axis] === null) && !whole.note && !whole.evidence.length && !reasons.length;
  return nothing ? null : whole;
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The server's answers with this page's unconfirmed changes on top. */
function overlay(ledger, answers, axes) {
  const held = { rating: { ...answers.ratings }, veto: { ...answers.vetoes }, figure: { ...answers.figures } };
  for (const change of ledger.pending) held[change.kind][change.key] = change.new ?? (change.kind === "veto" ? "unknown" : null);
  return {
    ratings: held.rating,
    vetoes: held.veto,
    figures: held.figure,
    project_figures: answers.project_figures ?? {},
    value: (kind, key) => canonical(kind, held[kind][key], axes),
  };
}

/** Adds a change; false if it changes nothing. `seen` is what this page shows, an unconfirmed change of its own included.
 *  Changes of one `gesture` are undone together. */
function record(ledger, kind, key, next, seen, undoable = true, gesture = null) {
  if (same(next, seen)) return false;
  const request = `${PAGE}-${(serial += 1)}`;
  ledger.pending.push({ request, project: ledger.project, kind, key, new: next, seen });
  ledger.since.set(request, Date.now());
  if (undoable) remember(ledger, { kind, key, before: seen, after: next, gesture });
  keep(ledger);
  return true;
}

/** One step of undo a gesture: typing on in the same note or evidence is one step. */
function remember(ledger, step) {
  const last = ledger.undo.at(-1);
  const typed = step.kind === "rating" && changedFields(step).every((field) => field === "note" || field === "evidence");
  const goesOn = typed && last?.key === step.key && same(changedFields(last), changedFields(step)) && same(last.after, step.before);
  if (goesOn) last.after = step.after;
  else ledger.undo.push(step);
  if (ledger.undo.length > 200) ledger.undo.shift();
}

function changedFields({ before, after }) {
  return Object.keys({ ...before, ...after }).filter((field) => !same(before?.[field] ?? null, after?.[field] ?? null));
}

/** The value that takes one step back and leaves alone what was changed since. */
function inverse(step, current, axes) {
  const entire = step.kind === "veto" || (step.kind === "figure" && !(step.before && step.after && current));
  if (entire) return step.before;
  const value = { ...current };
  for (const field of changedFields(step)) value[field] = step.before?.[field] ?? null;
  return canonical(step.kind, value, axes);
}

/** Takes in what the server says of our requests. */
function settle(ledger, server, axes) {
  const acks = new Set(server.acks ?? []);
  for (const conflict of server.conflicts ?? []) openIssue(ledger, { ...conflict, type: "conflict" }, axes);
  for (const error of server.errors ?? []) {
    const change = ledger.pending.find((each) => each.request === error.request);
    if (change) openIssue(ledger, { ...error, kind: change.kind, key: change.key, stored: change.seen, yours: change.new, type: "error" }, axes);
  }
  ledger.pending = ledger.pending.filter((change) => !acks.has(change.request));
  for (const request of ledger.since.keys()) {
    if (!ledger.pending.some((change) => change.request === request)) ledger.since.delete(request);
  }
  keep(ledger);
}

/** A refused change leaves the queue with all later ones of its row, for they were built on it; what the person wanted last is kept. */
function openIssue(ledger, issue, axes) {
  if (ledger.settled.has(issue.request)) return;
  const { kind, key } = issue;
  const mine = ledger.pending.filter((change) => change.kind === kind && change.key === key);
  ledger.pending = ledger.pending.filter((change) => !mine.includes(change));
  const before = ledger.issues.get(slot(kind, key));
  if (before?.requests.includes(issue.request) && !mine.length) return;
  const stored = canonical(kind, issue.stored, axes);
  const yours = mine.length ? mine.at(-1).new : before ? before.yours : canonical(kind, issue.yours, axes);
  const requests = [...new Set([...(before?.requests ?? []), issue.request, ...mine.map((change) => change.request)])];
  if (issue.type === "conflict" && same(stored, yours)) requests.forEach((request) => ledger.settled.add(request));
  else ledger.issues.set(slot(kind, key), { ...issue, stored, yours, requests });
  ledger.undo = ledger.undo.filter((step) => step.kind !== kind || step.key !== key);
}

/** Ends an issue; returns it. */
function closeIssue(ledger, kind, key) {
  const issue = ledger.issues.get(slot(kind, key));
  issue?.requests.forEach((request) => ledger.settled.add(request));
  ledger.issues.delete(slot(kind, key));
  keep(ledger);
  return issue;
}

function keep(ledger) {
  const { pending, issues, settled } = ledger;
  try {
    const empty = !pending.length && !issues.size && !settled.size;
    if (empty) sessionStorage.removeItem(`rating-sheet:${ledger.project}`);
    else {
      const text = JSON.stringify({ pending, issues: [...issues.values()], settled: [...settled].slice(-50) });
      sessionStorage.setItem(`rating-sheet:${ledger.project}`, text);
    }
  } catch {
    // Storage is full or forbidden: the changes live on in this page.
  }
}

function isKept(ledger) {
  const kept = recall(ledger.project).pending;
  return ledger.pending.every((change) => kept.some((each) => each.request === change.request));
}

function recall(project) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(`rating-sheet:${project}`)) ?? {};
    return { pending: kept.pending ?? [], issues: kept.issues ?? [], settled: kept.settled ?? [] };
  } catch {
    return { pending: [], issues: [], settled: [] };
  }
}
