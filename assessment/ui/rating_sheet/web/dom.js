// Small hands for the page. Text from data only ever becomes textContent or an attribute, never markup.

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) attr(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) attr(node, name, value);
  node.append(...children);
  return node;
}

/** Sets, or with null, undefined and false removes; touches nothing that is already so. Functions are listeners. */
function attr(node, name, value) {
  if (typeof value === "function") node.addEventListener(name, value);
  else if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value === true ? "" : value);
}

function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

/** "还缺 {n} 项" with {n: 3}. */
function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Puts children in this order; one that is in its place already is not moved, so focus and open folds stay. */
function arrange(parent, children) {
  for (const old of [...parent.children]) if (!children.includes(old)) old.remove();
  children.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
}

/** The element that has the focus inside this component, or null. */
function focused(root) {
  const active = root.getRootNode().activeElement;
  return active && root.contains(active) ? active : null;
}

/** True where a letter is text: shortcuts keep away from there. */
function isTyping(target) {
  if (!(target instanceof Element)) return false;
  if (target.matches("textarea, select, [contenteditable=''], [contenteditable='true'], [role=combobox], [role=textbox]")) return true;
  return target.matches("input") && !["radio", "checkbox", "button", "submit", "range"].includes(target.type);
}
