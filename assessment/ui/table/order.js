// Which rows are shown and in what order: sorting, searching, grouping. No DOM.

const NOTHING = new Set(["", "—", "–", "-"]);

function cellOf(row, id) {
  const cell = row.cells[id];
  return typeof cell === "string" ? { text: cell } : cell;
}

/** What a cell sorts by; null where it has no value, which is last in both directions. */
function sortValue(row, id) {
  const cell = cellOf(row, id);
  if (!cell) return null;
  if (cell.sort !== undefined) return cell.sort;
  if (cell.check !== undefined) return cell.check ? 0 : 1;
  const text = cell.select ? cell.select.options.find(([value]) => value === cell.select.value)?.[1] : cell.text;
  const shown = text ?? cell.badge?.word ?? cell.glyphs?.[0]?.word ?? "";
  return NOTHING.has(shown.trim()) ? null : shown;
}

function compareBy(sort, collator) {
  const sign = sort[1] === "desc" ? -1 : 1;
  return (one, other) => {
    const [a, b] = [sortValue(one, sort[0]), sortValue(other, sort[0])];
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * collator.compare(String(a), String(b));
  };
}

/** Everything a reader can see of a row, for searching; full-width and half-width letters are the same. */
function haystack(row) {
  const words = [];
  for (const cell of Object.values(row.cells)) {
    if (typeof cell === "string") words.push(cell);
    else words.push(cell.text, cell.sub, cell.tag, cell.badge?.word, cell.badge?.then?.word, ...(cell.glyphs ?? []).map((glyph) => glyph.word));
  }
  for (const [label, text] of row.detail ?? []) words.push(label, text);
  return folded(words.filter(Boolean).join(" "));
}

function folded(text) {
  return text.normalize("NFKC").toLowerCase();
}

/** [{head, rows}] of the rows as given: a group row heads those below it. */
function blocksOf(rows) {
  const blocks = [{ head: null, rows: [] }];
  for (const row of rows) {
    if (row.tone === "group") blocks.push({ head: row, rows: [] });
    else if (row.tone !== "total") blocks[blocks.length - 1].rows.push(row);
  }
  return blocks;
}

/** The rows to show: each word of the query must occur; a group is kept for one of its rows, its rows for their group. */
function visibleRows(rows, sort, query, collator, texts) {
  let blocks = blocksOf(rows);
  const wanted = folded(query).split(/\s+/).filter(Boolean);
  if (wanted.length) {
    const fits = (row) => wanted.every((word) => texts(row).includes(word));
    blocks = blocks.map(({ head, rows: own }) => (head && fits(head) ? { head, rows: own } : { head, rows: own.filter(fits), sifted: true }));
    blocks = blocks.filter((block) => block.rows.length || (block.head && !block.sifted));
  }
  if (sort) {
    const compare = compareBy(sort, collator);
    blocks = blocks.map((block) => ({ ...block, rows: [...block.rows].sort(compare) }));
    if (blocks.some((block) => block.head && cellOf(block.head, sort[0])))
      blocks.sort((one, other) => (one.head && other.head ? compare(one.head, other.head) : !!one.head - !!other.head));
  }
  return blocks.flatMap((block) => (block.head ? [block.head, ...block.rows] : block.rows));
}
