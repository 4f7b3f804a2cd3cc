// Moments of the server (microseconds) as the shop writes them. Every shop of the chain is in one
// zone, whatever zone the computer under the counter was set up with.

const ZONE = "Asia/Shanghai";

const FORMAT = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit",
});

/** The parts of a moment, by name. */
function partsOf(/** @type {number} */ at) {
  return Object.fromEntries(
    FORMAT.formatToParts(new Date(at / 1000)).map(({ type, value }) => [type, value]));
}

/** "15:42" */
export function hourOf(/** @type {number} */ at) {
  const { hour, minute } = partsOf(at);
  return `${hour}:${minute}`;
}

/** "2026-11-23 15:42" */
export function dayAndHourOf(/** @type {number} */ at) {
  const { year, month, day } = partsOf(at);
  return `${year}-${month}-${day} ${hourOf(at)}`;
}
