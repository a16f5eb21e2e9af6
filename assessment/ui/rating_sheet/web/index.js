// The arithmetic of the rating sheet in whole numbers (BigInt): what engine/scoring.py computes in fractions, from the
// integers that engine/coefficients.py sends. Pure, no DOM; needs grading.js before it. Fractions are {n, d}.
//
//   index       = Σ w·r ÷ Σ w over the answered     (w over weights_over, r over degrees_over)
//   worst_index = Σ w·r + Σ w·r_max of the unanswered; best_index likewise with r_min
//   level       = the worst of what index, escalations and vetoes give, in the worst case while something is missing

/** 四舍五入: a fraction as a decimal with that many digits, half up; null stays null. */
export function shown(fraction, digits) {
  if (fraction === null) return null;
  const n = BigInt(fraction.n), d = BigInt(fraction.d), scale = 10n ** BigInt(digits);
  const rounded = ((n < 0n ? -n : n) * scale * 2n + d) / (2n * d);
  const text = rounded.toString().padStart(digits + 1, "0");
  const sign = n < 0n && rounded > 0n ? "-" : "";
  return digits ? `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}` : sign + text;
}

/** answers: {ratings: {indicator: {axis: level or null}}, vetoes: {veto: "yes" | "no" | "unknown"}, figures: {figure: {value}},
 *  project_figures: {figure: value}}. Ranks count from 0, the best. */
export function score(coefficients, answers) {
  const weightsOver = BigInt(coefficients.weights_over), over = BigInt(coefficients.degrees_over);
  const whole = weightsOver * over;
  const weighted = coefficients.index === "weighted";
  const values = observed(answers);
  const rated = coefficients.indicators.map((indicator) => settled(indicator, answers.ratings?.[indicator.id], values));
  const factors = coefficients.indicators.map((indicator, place) => factorOf(coefficients, indicator, rated[place].levels));
  const all = sums(factors);

  const states = {};
  for (const veto of coefficients.vetoes) {
    states[veto.id] = { yes: "fired", no: "not_fired" }[answers.vetoes?.[veto.id]] ?? "unknown";
  }
  const worst = all.known + all.worst, best = all.known + all.best;
  const worstCase = caseOf(coefficients, weighted && ratio(worst, whole), factors, "worst", (id) => states[id] !== "not_fired");
  const bestCase = caseOf(coefficients, weighted && ratio(best, whole), factors, "best", (id) => states[id] === "fired");
  const missing = all.answered < all.total || Object.values(states).includes("unknown");

  return {
    index: weighted && all.answered ? ratio(all.known, all.covered * over) : null,
    worst_index: weighted ? ratio(worst, whole) : null,
    best_index: weighted ? ratio(best, whole) : null,
    coverage: ratio(all.covered, weightsOver),
    answered: all.answered,
    total: all.total,
    level: worstCase.level,
    worst_level: worstCase.level,
    best_level: bestCase.level,
    index_level: worstCase.indexLevel,
    determined: worstCase.level === bestCase.level,
    provisional: missing,
    hold: coefficients.vetoes.some((veto) => veto.hold && states[veto.id] !== "not_fired"),
    decided_by: worstCase.decidedBy,
    vetoes: states,
    escalations: worstCase.escalations,
    levels: Object.fromEntries(factors.map((factor) => [factor.id, factor.levels])),
    grades: Object.fromEntries(factors.map((factor, place) => [factor.id, rated[place].grades])),
    dimensions: Object.fromEntries(coefficients.dimensions.map((id) => [id, dimensionOf(factors, id, weightsOver, over)])),
    factors: Object.fromEntries(factors.map((factor) => [factor.id, factor.answered ? {
      degree: ratio(factor.degree, over),
      band: factor.band,
      contribution: ratio(factor.weight * factor.degree, whole),
    } : null])),
  };
}

/** Half an answer is none: without a level on every axis the indicator is unanswered. */
function factorOf(coefficients, indicator, rating) {
  const levels = coefficients.axes.map((axis) => rating?.[axis] ?? null);
  const entry = levels.includes(null) ? undefined : coefficients.tables[indicator.table][levels.join(",")];
  return {
    id: indicator.id,
    dimension: indicator.dimension,
    weight: BigInt(indicator.weight),
    levels,
    answered: entry !== undefined,
    degree: entry && BigInt(entry[0]),
    band: entry && entry[1],
    worst: { degree: BigInt(indicator.worst[0]), band: indicator.worst[1] },
    best: { degree: BigInt(indicator.best[0]), band: indicator.best[1] },
  };
}

/** Σ w·r of the answered, Σ w·r_max and Σ w·r_min of the unanswered, Σ w of both kinds. */
function sums(factors) {
  const sum = { known: 0n, worst: 0n, best: 0n, covered: 0n, weight: 0n, answered: 0, total: factors.length };
  for (const factor of factors) {
    sum.weight += factor.weight;
    if (factor.answered) {
      sum.answered += 1;
      sum.covered += factor.weight;
      sum.known += factor.weight * factor.degree;
    } else {
      sum.worst += factor.weight * factor.worst.degree;
      sum.best += factor.weight * factor.best.degree;
    }
  }
  return sum;
}

/** The level of one case and the first rule that gives it: index, escalations, vetoes, each in the scorecard's order. */
function caseOf(coefficients, index, factors, extreme, fired) {
  const ranks = factors.map((factor) => (factor.answered ? factor.band : factor[extreme].band));
  const indexLevel = index ? coefficients.levels.findIndex((level) => holds(level, index)) : null;
  const reasons = index ? [["index", indexLevel]] : [];
  const escalations = {};
  for (const rule of coefficients.escalations) {
    escalations[rule.id] = ranks.filter((rank) => rank >= rule.band).length >= rule.at_least;
    if (escalations[rule.id]) reasons.push([rule.id, rule.level]);
  }
  for (const veto of coefficients.vetoes) if (fired(veto.id)) reasons.push([veto.id, veto.level]);
  const level = Math.max(0, ...reasons.map(([, rank]) => rank));
  const decidedBy = reasons.find(([, rank]) => rank === level)?.[0] ?? null;
  return { level, indexLevel, decidedBy, escalations };
}

/** Levels run from best to worst; one that owns its edge still holds an index exactly on it. */
function holds(level, index) {
  if (level.edge === null) return true;
  const difference = index.n * BigInt(level.edge[1]) - BigInt(level.edge[0]) * index.d;
  return difference < 0n || (difference === 0n && level.owns);
}

/** D = Σ w·r ÷ Σ w over the answered of one dimension; its worst case over all of it. */
function dimensionOf(factors, id, weightsOver, over) {
  const own = sums(factors.filter((factor) => factor.dimension === id));
  return {
    index: own.answered ? ratio(own.known, own.covered * over) : null,
    worst: own.total ? ratio(own.known + own.worst, own.weight * over) : null,
    answered: own.answered,
    total: own.total,
    weight: ratio(own.weight, weightsOver),
  };
}

function ratio(n, d) {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b) [a, b] = [b, a % b];
  return a ? { n: n / a, d: d / a } : { n, d };
}
