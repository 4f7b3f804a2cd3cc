// What both pages need: asking the server, making elements, writing money and times.

export async function ask(path, { method = "GET", body } = {}) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const answer = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, answer };
}

/** An element with properties and children; a child may be a text, an element or nothing. */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element && key !== "list") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A picture the server drew, as an element with a spoken name. */
export function picture(svg, label) {
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const element = document.importNode(drawn, true);
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  return element;
}

/** Whole fen as yuan; integers only, as everywhere near money. */
export function yuan(fen) {
  const size = Math.abs(fen);
  const whole = Math.floor(size / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fen < 0 ? "-" : ""}${whole}.${String(size % 100).padStart(2, "0")}`;
}

/** Groups of four, as people read long numbers. */
export function grouped(digits) {
  return digits.replace(/(.{4})(?=.)/g, "$1 ");
}

const shanghai = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

/** Microseconds as Shanghai time, in parts. */
export function civil(microseconds) {
  const parts = {};
  for (const part of shanghai.formatToParts(new Date(microseconds / 1000))) {
    parts[part.type] = part.value;
  }
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}:${parts.second}`,
    short: `${parts.hour}:${parts.minute}`,
  };
}

/** Runs forever, one call after the other, at most each `milliseconds`. */
export function each(milliseconds, act) {
  const turn = async () => {
    try {
      await act();
    } finally {
      setTimeout(turn, milliseconds);
    }
  };
  turn();
}
