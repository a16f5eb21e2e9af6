// 按数据取级: what engine/grading.py computes in fractions, in whole numbers (BigInt), from the rules that
// engine/coefficients.py sends. Pure, no DOM. A figure's value is "yes", "no", or an exact number written as text.
//
//   level of a rule  = the worst level whose interval holds the figure
//   level of an axis = the worst of its rules; it is settled once no missing figure could make it worse

const EDGES = new WeakMap(); // interval → its edges as {n, d}

/** The number that a person typed, as a case file writes it; null for what cannot be read without guessing.
 *  Full-width digits and well-formed thousands separators are read; the figure's own unit may stand behind. */
export function readNumber(typed, unit = "") {
  const half = typed.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ").replaceAll("\u2212", "-").trim();
  const bare = unit && half.endsWith(unit) ? half.slice(0, -unit.length).trim() : half;
  const parts = /^(-?)(\d{1,18}|\d{1,3}(?:,\d{3}){1,5})(?:\.(\d{1,18}))?$/.exec(bare);
  if (!parts) return null;
  const whole = parts[2].replaceAll(",", "").replace(/^0+(?=\d)/, ""), rest = (parts[3] ?? "").replace(/0+$/, "");
  const number = rest ? `${whole}.${rest}` : whole;
  return parts[1] && number !== "0" ? `-${number}` : number;
}

/** A written number as a fraction; null for one that is none. */
export function exact(written) {
  const parts = /^(-?)(\d+)(?:\.(\d+)|\/(\d+))?$/.exec(written);
  if (!parts) return null;
  const [, sign, whole, rest = "", below] = parts;
  const n = BigInt(whole + rest), d = below ? BigInt(below) : 10n ** BigInt(rest.length);
  return d ? { n: sign ? -n : n, d } : null;
}

/** Whether a value lies in an interval; a number never lies in an answer, nor an answer in a number's interval. */
export function lies(interval, value) {
  if (value === "yes" || value === "no" || interval.answer !== null) return interval.answer === value;
  const number = exact(value);
  if (!number) return false;
  if (!EDGES.has(interval)) EDGES.set(interval, [interval.low, interval.high].map((edge) => edge && edge.map(BigInt)));
  const [low, high] = EDGES.get(interval);
  const from = low && number.n * low[1] - low[0] * number.d, to = high && number.n * high[1] - high[0] * number.d;
  return (!low || from > 0n || (from === 0n && interval.owns_low)) && (!high || to < 0n || (to === 0n && interval.owns_high));
}

/** Whether a figure may have that value: of its kind, whole where it counts, within its range. */
export function allows(figure, value) {
  if (value === "yes" || value === "no") return figure.flag;
  const number = exact(value);
  return !figure.flag && number !== null && (!figure.whole || number.n % number.d === 0n) && (!figure.range || lies(figure.range, value));
}

/** What the figures say of one axis: `level` (null while one is missing that could make it worse), `at_least`, the figures
 *  whose rules gave it (`by`) and those not entered (`missing`). */
export function grade({ order, rules }, values) {
  const given = rules.map((rule) => [rule, values[rule.figure] === undefined ? null : ruleLevel(rule, values[rule.figure], order)]);
  const worst = (levels) => levels.reduce((one, other) => (order.indexOf(other) > order.indexOf(one) ? other : one), null);
  const at_least = worst(given.map(([, level]) => level).filter((level) => level !== null));
  const open = given.filter(([, level]) => level === null).map(([rule]) => rule);
  const worstOpen = worst(open.flatMap((rule) => rule.levels.map(([level]) => level)));
  const settled = at_least !== null && order.indexOf(at_least) >= order.indexOf(worstOpen);
  return {
    level: settled ? at_least : null,
    at_least,
    by: at_least === null ? [] : given.filter(([, level]) => level === at_least).map(([rule]) => rule.figure),
    missing: open.map((rule) => rule.figure),
  };
}

function ruleLevel(rule, value, order) {
  const holding = rule.levels.filter(([, interval]) => lies(interval, value)).map(([level]) => level);
  return holding.length ? holding.reduce((one, other) => (order.indexOf(other) > order.indexOf(one) ? other : one)) : null;
}

/** The level of an axis that counts: chosen with a reason, else by the figures, else chosen but not below what they give. */
export function levelThatCounts({ order }, axis, rating, found) {
  const chosen = rating?.[axis] ?? null;
  if (chosen !== null && rating.overrides?.[axis]) return chosen;
  if (found.level !== null || chosen === null || found.at_least === null) return found.level ?? chosen;
  return order.indexOf(chosen) >= order.indexOf(found.at_least) ? chosen : found.at_least;
}

/** Every value that is known, by figure: those entered, and the project's own fields. */
export function observed(answers) {
  const entered = Object.entries(answers.figures ?? {}).filter(([, seen]) => seen).map(([id, seen]) => [id, seen.value]);
  return { ...Object.fromEntries(entered), ...answers.project_figures };
}

/** The rating of an indicator with every level that counts, and what the figures say of each axis that has rules. */
export function settled(indicator, rating, values) {
  const grades = {}, levels = { ...rating };
  for (const [axis, asked] of Object.entries(indicator.graded ?? {})) {
    grades[axis] = grade(asked, values);
    if (grades[axis].at_least !== null) levels[axis] = levelThatCounts(asked, axis, rating, grades[axis]);
  }
  return { levels, grades };
}
