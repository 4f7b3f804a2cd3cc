// The page as a function of its state: views return plain descriptions, and `draw` changes only
// what differs. So a field keeps its focus and its half-typed text while the state of a payment
// beside it changes every second.
//
// No markup is ever made from text, and no style attribute is written (the page's policy forbids
// both).

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {object} Node_ what a view returns
 * @property {string} tag "#text" for text
 * @property {string | undefined} key identity among its siblings
 * @property {Record<string, any>} props
 * @property {Node_[]} children
 * @property {string} text
 * @typedef {Node_ | string | number | null | undefined | false | any[]} Child
 */

/**
 * Describes an element. Props: `on` (handlers by event name), `key`, `value` (of a field), `made`
 * (called once with the new element); all others are attributes, left out when null, undefined or
 * false.
 * @param {string} tag "div", or "div.big.good" for classes
 * @param {Record<string, any> | null} [props]
 * @param {...Child} children
 * @returns {Node_}
 */
export function h(tag, props, ...children) {
  const [name, ...classes] = tag.split(".");
  const { key, ...rest } = props ?? {};
  const all = [...classes, rest.class].filter(Boolean).join(" ");
  if (all) rest.class = all;
  /** @type {Node_[]} */
  const flat = [];
  flatten(children, flat);
  return { tag: name, key, props: rest, children: flat, text: "" };
}

function flatten(/** @type {Child} */ child, /** @type {Node_[]} */ into) {
  if (child === null || child === undefined || child === false || child === "") return;
  if (Array.isArray(child)) {
    for (const each of child) flatten(each, into);
  } else if (typeof child === "object") {
    into.push(child);
  } else {
    into.push({ tag: "#text", key: undefined, props: {}, children: [], text: String(child) });
  }
}

/**
 * What each live element was drawn from.
 * @type {WeakMap<Node, Node_>}
 */
const drawn = new WeakMap();

/**
 * Makes `parent` hold exactly these children.
 * @param {Element} parent
 * @param {Child[]} children
 */
export function draw(parent, children) {
  /** @type {Node_[]} */
  const flat = [];
  flatten(children, flat);
  drawChildren(parent, flat);
}

function drawChildren(/** @type {Element} */ parent, /** @type {Node_[]} */ wanted) {
  /** @type {Map<string, Node>} */
  const keyed = new Map();
  /** @type {Node[]} */
  const loose = [];
  for (const node of Array.from(parent.childNodes)) {
    const key = drawn.get(node)?.key;
    if (key === undefined) loose.push(node);
    else keyed.set(key, node);
  }
  const kept = wanted.map((node) => {
    if (node.key === undefined) {
      const place = loose.findIndex((old) => drawn.get(old)?.tag === node.tag);
      return place < 0 ? null : loose.splice(place, 1)[0];
    }
    const old = keyed.get(node.key);
    if (!old || drawn.get(old)?.tag !== node.tag) return null;
    keyed.delete(node.key);
    return old;
  });
  // Removed first, so that what stays is seldom moved: moving a field takes its focus away.
  for (const node of [...loose, ...keyed.values()]) parent.removeChild(node);
  wanted.forEach((node, place) => {
    const live = kept[place] ?? make(node);
    if (kept[place]) update(live, node);
    const there = parent.childNodes[place] ?? null;
    if (there !== live) parent.insertBefore(live, there);
  });
}

function make(/** @type {Node_} */ node) {
  if (node.tag === "#text") {
    const live = document.createTextNode(node.text);
    drawn.set(live, node);
    return live;
  }
  const isDrawing = SVG_TAGS.has(node.tag);
  const live = isDrawing
    ? document.createElementNS(SVG, node.tag)
    : document.createElement(node.tag);
  drawn.set(live, node);
  // Children first: a list of choices takes its value only when the choice is there.
  drawChildren(live, node.children);
  setProps(live, {}, node.props);
  node.props.made?.(live);
  return live;
}

const SVG_TAGS = new Set(["svg", "g", "path", "rect", "circle", "line", "text"]);

function update(/** @type {Node} */ live, /** @type {Node_} */ node) {
  const old = drawn.get(live);
  drawn.set(live, node);
  if (node.tag === "#text") {
    if (live.nodeValue !== node.text) live.nodeValue = node.text;
    return;
  }
  drawChildren(/** @type {Element} */ (live), node.children);
  setProps(/** @type {Element} */ (live), old?.props ?? {}, node.props);
}

function setProps(
  /** @type {Element} */ live,
  /** @type {Record<string, any>} */ old,
  /** @type {Record<string, any>} */ wanted,
) {
  for (const name of Object.keys({ ...old, ...wanted })) {
    const value = wanted[name];
    if (name === "made") continue;
    if (name === "on") {
      for (const event of Object.keys(value ?? {})) listen(live, event);
    } else if (name === "value" && isField(live)) {
      // Only when it differs: writing an equal value would move the cursor.
      if (live.value !== (value ?? "")) live.value = value ?? "";
    } else if (value === null || value === undefined || value === false) {
      live.removeAttribute(name);
    } else {
      const text = value === true ? "" : String(value);
      if (live.getAttribute(name) !== text) live.setAttribute(name, text);
    }
  }
}

/** @returns {live is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} */
function isField(/** @type {Element} */ live) {
  return ["INPUT", "TEXTAREA", "SELECT"].includes(live.tagName);
}

/** @type {WeakMap<Element, Set<string>>} */
const listening = new WeakMap();

/** One listener per element and event for its whole life; it looks up the handler of the moment. */
function listen(/** @type {Element} */ live, /** @type {string} */ event) {
  const events = listening.get(live) ?? new Set();
  if (events.has(event)) return;
  listening.set(live, events.add(event));
  live.addEventListener(event, (happening) => drawn.get(live)?.props.on?.[event]?.(happening));
}
