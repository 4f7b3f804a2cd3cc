// A text field whose content lives in the state, so that a redraw, a refusal or a reload leaves it
// as it was typed.

import { h } from "../shared/dom.js";
import { type, typed } from "./state.js";

/**
 * A labelled field.
 * @param {string} name under which the text is kept, and by which the focus finds it
 * @param {string} label
 * @param {object} options
 * @param {() => void} [options.enter] what Enter does
 * @param {(text: string, event: Event) => void} [options.typing] after each change
 * @param {boolean} [options.isLabelHidden]
 * @param {Record<string, any>} [options.props]
 */
export function field(name, label, { enter, typing, isLabelHidden, props = {} } = {}) {
  return h("label.field", { key: `field-${name}` },
    h("span", { class: isLabelHidden ? "unseen" : "field-label" }, label),
    h("input", {
      autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false",
      ...props,
      "data-field": name,
      value: typed[name] ?? "",
      on: {
        input: (/** @type {any} */ event) => {
          type(name, event.target.value);
          typing?.(event.target.value, event);
        },
        keydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "Enter" || event.isComposing || event.repeat || !enter) return;
          event.preventDefault();
          enter();
        },
      },
    }));
}

/**
 * Puts the cursor into a field, with its text chosen, so that the next scan or digit replaces it.
 */
export function focusField(/** @type {string} */ name) {
  const live = document.querySelector(`[data-field="${name}"]`);
  if (!(live instanceof HTMLInputElement)) return false;
  live.focus({ preventScroll: false });
  live.select();
  return true;
}

/**
 * A button. A press with mouse or finger does not take the focus from the entry field.
 * @param {string} tag "button" with classes
 * @param {Record<string, any>} props
 * @param {() => void} press
 * @param {...import("../shared/dom.js").Child} children
 */
export function button(tag, props, press, ...children) {
  return h(tag, {
    type: "button", ...props,
    on: {
      mousedown: (/** @type {Event} */ event) => event.preventDefault(),
      click: () => {
        if (props["aria-disabled"] !== "true" || props.isExplaining) press();
      },
    },
    isExplaining: null,
  }, ...children);
}
