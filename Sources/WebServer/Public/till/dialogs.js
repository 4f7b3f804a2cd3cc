// Opening and closing of dialogs, and where the focus goes in each.

import { change, state, type, typed } from "./state.js";

/** The field of each dialog that the cursor starts in; null for the first button. */
export const FIELD_OF_DIALOG = /** @type {Record<string, string | null>} */ ({
  showCode: "offerWallet",
  quantity: "quantity",
  lineDiscount: "lineDiscount",
  saleDiscount: "saleDiscount",
  salesperson: "salesperson",
  saleSalesperson: "saleSalesperson",
  hold: "note",
  held: "returnEntry",
  override: "overrideReason",
});

/** Closes what is open. PINs go at once; everything else typed stays for the next time. */
export function closeDialog() {
  if (typed.overridePIN) type("overridePIN", "");
  change({ dialog: null, isHelpShown: false, message: null });
}

export const isDialogOpen = () => state.dialog !== null || state.isHelpShown;
